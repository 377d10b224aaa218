package io.jarserve.server.replica;

import io.jarserve.server.plugin.Call;
import io.jarserve.server.plugin.PluginException;
import io.jarserve.server.replica.Timers.Timer;
import io.jarserve.server.replica.request.CurrentCall;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call into a plugin with a deadline. How it ended is told once, on the runner's thread; at the
 * deadline it is abandoned and told as failed. Where it threw is a stack trace in the log, marked
 * with the replica. One thread: the runner's.
 */
final class PluginCall<T> {

  private static final Logger LOG = LoggerFactory.getLogger(Replica.class);

  private final Loop loop;
  private final String what;
  private final Duration timeout;
  private final Callee callee;
  private final Ended<T> ended;
  private final CurrentCall current;
  private final Call<T> call;
  private final Timer timer;
  private boolean over;
  private boolean abandoned;

  /** How a call ended. */
  @FunctionalInterface
  interface Ended<T> {
    /**
     * @param value null when it failed
     * @param failure null when it did not; for people
     */
    void ended(@Nullable T value, @Nullable String failure);
  }

  /** Begins the call. */
  PluginCall(
      Loop loop, Callee callee, String what, Callable<T> body, Duration timeout, Ended<T> ended) {
    this.loop = loop;
    this.what = what;
    this.timeout = timeout;
    this.callee = callee;
    this.ended = ended;
    this.current = CurrentCall.outside(callee.id());
    loop.time().began();
    this.call = callee.threads().call(what, () -> current.call(body));
    this.timer = loop.after(timeout, this::timeIsUp);
    var unused =
        call.outcome().whenComplete((value, thrown) -> loop.post(() -> returned(value, thrown)));
  }

  /** Whether it has not ended. */
  boolean isOpen() {
    return !over;
  }

  /** Whether it was given up, so that its thread may still run. */
  boolean wasAbandoned() {
    return abandoned;
  }

  /** Gives it up before its time; how it ends is told as a failure. */
  void giveUp(String why) {
    if (!over) {
      abandoned = true;
      callee.meter().callAbandoned();
      end(null, why);
      call.abandon();
    }
  }

  private void timeIsUp() {
    giveUp(
        what
            + " did not return within "
            + timeout.toMillis() / 1000.0
            + " s; it was interrupted and abandoned");
  }

  private void returned(@Nullable T value, @Nullable Throwable thrown) {
    if (!over) {
      if (thrown instanceof PluginException told && !told.trace().isEmpty()) {
        current.run(() -> LOG.warn("{} threw {}", what, told.trace().stripTrailing()));
      }
      end(value, thrown == null ? null : message(thrown));
    }
  }

  private void end(@Nullable T value, @Nullable String failure) {
    over = true;
    loop.time().ended();
    timer.cancel();
    ended.ended(value, failure);
  }

  private static String message(Throwable thrown) {
    return thrown instanceof PluginException told
        ? String.valueOf(told.getMessage())
        : thrown.toString();
  }
}
