/**
 * From file, environment and flags to one checked record. {@link
 * io.jarserve.server.config.ConfigKey} is the one table behind all three and the reference page.
 * Floor 1; reads the files that it is told to and nothing else.
 *
 * <p>Rules of this package: default, form and description of a setting are in its key and nowhere
 * else; what is unknown or wrong is refused before anything starts, with the place where it stands;
 * what has been read never changes.
 */
@NullMarked
package io.jarserve.server.config;

import org.jspecify.annotations.NullMarked;
