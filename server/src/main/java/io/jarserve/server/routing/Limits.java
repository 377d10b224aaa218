package io.jarserve.server.routing;

import io.jarserve.server.model.Options;

/**
 * What holds for an exchange of a deployment before a replica is chosen.
 *
 * @param maxQueued how many may wait
 * @param timeoutNanos from arrival to answer; 0 for no limit
 * @param maxBytes the largest body
 * @param graceNanos how long it may go on when the server stops
 */
record Limits(int maxQueued, long timeoutNanos, long maxBytes, long graceNanos) {

  static Limits of(Options options) {
    return new Limits(
        options.maxQueuedRequests(),
        options.requestTimeout().toNanos(),
        options.maxRequestBytes(),
        options.gracefulShutdownTimeout().toNanos());
  }
}
