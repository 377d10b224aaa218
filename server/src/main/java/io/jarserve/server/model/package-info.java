/**
 * The words of the product as immutable records, ids and states. Floor 0: imports nothing of the
 * server. Times are handed in; nothing here reads a clock, a file or a random number.
 */
@NullMarked
package io.jarserve.server.model;

import org.jspecify.annotations.NullMarked;
