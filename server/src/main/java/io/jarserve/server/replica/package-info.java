/**
 * What this node is assigned: loaded, started, checked, drained, stopped and unloaded as the plan
 * says, and reported as it really is.
 *
 * <p>Rules of this package: one thread writes all states of replicas, everything else posts to it;
 * that thread waits for nothing and calls no plugin; every call into a plugin has a deadline, and
 * one that passes it is abandoned, counted and never waited for; a failure is a state with a
 * message for people, not an exception.
 */
@NullMarked
package io.jarserve.server.replica;

import org.jspecify.annotations.NullMarked;
