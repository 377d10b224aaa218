/**
 * The door: from files in the deploy directory, and from uploads, to verified artifacts in the
 * store. What is in a JAR is understood in {@code jar}, its bytes are kept in {@code store}. Floor
 * 1.
 *
 * <p>Rules of this package: the watched file is a signal, never a source: whatever is looked at,
 * and all that is ever loaded, is the private copy; a directory that cannot be read is a problem,
 * never an empty one; a bad or unfinished file delays nobody but itself.
 */
@NullMarked
package io.jarserve.server.artifact;

import org.jspecify.annotations.NullMarked;
