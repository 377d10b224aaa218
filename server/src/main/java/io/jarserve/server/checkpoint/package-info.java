/**
 * The durable copy of what is wanted. A checkpoint is an object with a number, written once and
 * never changed: a save makes the next number, and only then is an old one deleted. A store needs
 * no more than four verbs, and no store decides anything.
 */
@NullMarked
package io.jarserve.server.checkpoint;

import org.jspecify.annotations.NullMarked;
