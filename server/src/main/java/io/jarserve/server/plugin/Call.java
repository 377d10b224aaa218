package io.jarserve.server.plugin;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One call into a plugin, on a thread of its generation. Safe for use by many threads.
 *
 * <p>The outcome completes on the plugin's thread: what hangs on it must be short or go elsewhere.
 *
 * @param <T> what the call returns
 */
public final class Call<T> implements Runnable {

  private final String what;
  private final AbandonedCalls abandonedCalls;
  private final CompletableFuture<T> outcome = new CompletableFuture<>();

  /** Guarded by this; null once it was called or given up: whoever keeps a call keeps no plugin. */
  private @Nullable Callable<T> body;

  /** Guarded by this. */
  private @Nullable Thread runner;

  /** Guarded by this. */
  private boolean ended;

  /** Guarded by this. */
  private boolean abandoned;

  /** Guarded by this; of meaning while abandoned and running. */
  private long abandonedNumber;

  Call(String what, Callable<T> body, AbandonedCalls abandonedCalls) {
    this.what = what;
    this.body = body;
    this.abandonedCalls = abandonedCalls;
  }

  /** The value, or a {@link PluginException}; nothing when the call never ends. */
  public CompletionStage<T> outcome() {
    return outcome;
  }

  /**
   * Gives this call up: it is interrupted if it runs and never begins if it waits. Its outcome, if
   * it was open, is a {@link PluginException}; until the thread really ends it counts as abandoned.
   */
  public void abandon() {
    synchronized (this) {
      if (ended || abandoned) {
        return;
      }
      abandoned = true;
      body = null;
      if (runner != null) {
        abandonedNumber = abandonedCalls.add(what);
        runner.interrupt();
      }
    }
    outcome.completeExceptionally(
        new PluginException(what + " did not return in time and was abandoned"));
  }

  /** Runs the body; for the threads of the generation only. */
  @Override
  public void run() {
    Callable<T> begun = begin();
    if (begun == null) {
      return;
    }
    T value = null;
    PluginException failure = null;
    try {
      value = begun.call();
    } catch (Throwable thrown) {
      failure = PluginException.of(what, thrown);
    }
    end();
    complete(value, failure);
  }

  void refuse(String reason) {
    outcome.completeExceptionally(new PluginException(what + " was not called: " + reason));
  }

  private void complete(@Nullable T value, @Nullable PluginException failure) {
    if (failure == null) {
      outcome.complete(value);
    } else {
      outcome.completeExceptionally(failure);
    }
  }

  private synchronized @Nullable Callable<T> begin() {
    Callable<T> begun = body;
    body = null;
    runner = begun == null ? null : Thread.currentThread();
    return begun;
  }

  /** From here on no interrupt reaches the thread on account of this call. */
  private synchronized void end() {
    runner = null;
    ended = true;
    if (abandoned) {
      abandonedCalls.remove(abandonedNumber);
      Thread.interrupted();
    }
  }
}
