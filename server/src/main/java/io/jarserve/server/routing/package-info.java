/**
 * From a path to one chosen target. Knows prefixes, limits, queues and deadlines, and nothing of
 * what a target does with the exchange that it took.
 *
 * <p>Rules of this package: nothing on the way of a request takes a lock, rebuilds a map or blocks;
 * whoever wins {@link io.jarserve.server.routing.Exchange#claim()} answers, nobody else touches the
 * response; every exchange is answered exactly once.
 */
@NullMarked
package io.jarserve.server.routing;

import org.jspecify.annotations.NullMarked;
