package io.jarserve.server.access;

/** What became of the question who asks. */
public sealed interface Finding {

  /** Somebody who may come in, as far as his role goes. */
  record Known(Caller caller) implements Finding {}

  /** Somebody who did not say who he is. */
  record Nobody() implements Finding {}

  /**
   * Somebody who is not who he claims to be.
   *
   * @param why for him and the log; holds nothing of what he sent
   */
  record Wrong(String why) implements Finding {}
}
