/**
 * The durable copy of what is wanted, with the artifacts. A checkpoint is an object with a number,
 * written once and never changed: a save makes the next number, and only then is an old one
 * deleted. A store needs no more than four verbs, and no store decides anything.
 *
 * <p>Rules of this package: every call into a store goes through {@link
 * io.jarserve.server.checkpoint.BoundedStore}, which ends it in time; nothing but create-if-absent
 * is relied on to be atomic; a try whose outcome is not known may have got through; who has lost a
 * number writes and deletes nothing any more.
 */
@NullMarked
package io.jarserve.server.checkpoint;

import org.jspecify.annotations.NullMarked;
