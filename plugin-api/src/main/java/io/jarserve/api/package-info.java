/**
 * What the author of a deployment sees, and all that a plugin shares with the server besides the
 * JDK, slf4j, Micrometer, JSpecify's annotations and PF4J's own types.
 *
 * <p>Rules of this package: no type of an HTTP server, a JSON library or any other implementation
 * appears in it; nothing is null unless it says so; every duration says its unit.
 */
@NullMarked
package io.jarserve.api;

import org.jspecify.annotations.NullMarked;
