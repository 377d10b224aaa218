/**
 * What a place for checkpoints is written against: four verbs over named objects that never change.
 * Whoever writes a store needs nothing else of Jarserve.
 *
 * <p>The server bounds every call in time and catches whatever is thrown, so a store that hangs or
 * breaks delays changes and never what is served.
 */
@NullMarked
package io.jarserve.store;

import org.jspecify.annotations.NullMarked;
