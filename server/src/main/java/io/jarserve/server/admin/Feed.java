package io.jarserve.server.admin;

import java.util.Optional;

/**
 * The body of an answer that goes on for as long as its client stays. Any thread, one at a time.
 */
@FunctionalInterface
interface Feed {

  /** What is to be sent next; empty when there is nothing just now. Must not block. */
  Optional<byte[]> next();
}
