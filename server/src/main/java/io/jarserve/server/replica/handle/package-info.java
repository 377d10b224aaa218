/**
 * Calls from one deployment to another, past HTTP.
 *
 * <p>Rules of this package: a call takes a slot of its callee before it begins and gives it back
 * when the callee's code has returned; inside one generation it runs on the caller's own thread and
 * nothing is copied, between two generations nothing but bytes and strings goes over; nothing on
 * its way takes a lock; nothing here refers to a replica after it has stopped, or to a generation
 * after its last replica.
 */
@NullMarked
package io.jarserve.server.replica.handle;

import org.jspecify.annotations.NullMarked;
