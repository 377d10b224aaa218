/**
 * The door: from files in the deploy directory to verified artifacts in the store. The watched file
 * is a signal, never a source: whatever is looked at, and all that is ever loaded, is the private
 * copy.
 */
@NullMarked
package io.jarserve.server.artifact;

import org.jspecify.annotations.NullMarked;
