package io.jarserve.server.node;

import io.jarserve.server.logs.LogMark;
import io.jarserve.server.replica.request.CurrentCall;
import org.jspecify.annotations.Nullable;

/** Tells the log for whom a thread works. Stateless. */
final class Marks {

  private Marks() {}

  /** Of the current thread; null when it works for no replica. */
  static @Nullable LogMark current() {
    CurrentCall call = CurrentCall.get();
    return call == null
        ? null
        : new LogMark(
            call.replica().application(),
            call.replica().deployment(),
            call.replica().tag(),
            call.isInRequest() ? call.id() : null);
  }
}
