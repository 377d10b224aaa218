/**
 * What can be asked of an instance, and what it answers: pure records, for whoever asks and for
 * whoever decides. Nothing here reads a clock or decides anything.
 */
@NullMarked
package io.jarserve.server.model.change;

import org.jspecify.annotations.NullMarked;
