package io.jarserve.server.replica.handle;

import io.jarserve.server.replica.request.ReplicaTarget;

/**
 * What one application asks of a deployment of another: names, strings and bytes, nothing of either
 * one's classes.
 *
 * @param <A> what comes back: bytes, or an answer of bytes
 */
@FunctionalInterface
interface Ask<A> {

  /**
   * Asks, on a thread of the callee's generation.
   *
   * @throws Exception what the callee throws, or why it cannot be asked
   */
  A of(ReplicaTarget callee) throws Exception;
}
