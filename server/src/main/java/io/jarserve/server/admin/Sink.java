package io.jarserve.server.admin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

/**
 * Takes the body of one request, piece by piece, each on some thread of the admin port and one
 * after the other. Ended once, by {@link #end} or by {@link #abort}.
 */
interface Sink {

  /**
   * One piece, of which nothing may be kept.
   *
   * @throws Refused when it is too much or of no use
   * @throws IOException when it cannot be put away
   */
  void take(ByteBuffer piece) throws IOException;

  /** Nothing more comes. */
  CompletionStage<Answer> end();

  /** The rest will never come, or is not wanted. */
  void abort();
}
