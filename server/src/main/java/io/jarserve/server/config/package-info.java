/**
 * From file, environment and flags to one checked record. {@link
 * io.jarserve.server.config.ConfigKey} is the one table behind all three and the reference page.
 * Floor 1; reads the one file that it is told to and nothing else.
 */
@NullMarked
package io.jarserve.server.config;

import org.jspecify.annotations.NullMarked;
