package io.jarserve.server.controller;

import io.jarserve.server.model.change.Outcome;
import io.jarserve.server.model.change.Outcome.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings news and answers to those outside on a thread of its own, so that nobody who listens holds
 * the controller up. An answer is owed from the decision until the status shows it.
 */
final class Messenger implements Executor, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Messenger.class);

  private static final long PATIENCE_SECONDS = 1;

  private final ThreadPoolExecutor thread;
  private volatile @Nullable Thread teller;
  private final List<Runnable> owed = new ArrayList<>();

  Messenger() {
    thread =
        new ThreadPoolExecutor(
            1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this::daemon);
    thread.allowCoreThreadTimeOut(true);
  }

  /** An answer that is there. */
  synchronized void owe(CompletableFuture<Outcome> answer, Outcome outcome) {
    owed.add(() -> answer.complete(outcome));
  }

  /** Decides; who asked hears of it also when that fails. */
  void owe(CompletableFuture<Outcome> answer, Supplier<Outcome> decision) {
    try {
      owe(answer, decision.get());
    } catch (RuntimeException | Error e) {
      String message =
          "deciding failed (%s); look at the status, and ask again if nothing was done"
              .formatted(e);
      owe(answer, new Outcome.Refused(Reason.FAILED, Optional.empty(), message));
      throw e;
    }
  }

  /** Everything that is owed is given. */
  synchronized void giveAnswers() {
    owed.forEach(this::execute);
    owed.clear();
  }

  /** Never waits, but for the last ones after the end, which are told by the thread that asks. */
  @Override
  public void execute(Runnable message) {
    if (thread.isShutdown()) {
      tell(message);
    } else {
      thread.execute(() -> tell(message));
    }
  }

  private static void tell(Runnable message) {
    try {
      message.run();
    } catch (RuntimeException | Error e) {
      log.warn("somebody who was told something failed over it", e);
    }
  }

  /** What was given still arrives; waits for that a little, unless its own thread asks. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (Thread.currentThread() != teller) {
        boolean unused = thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Thread daemon(Runnable task) {
    Thread made = new Thread(task, "jarserve-messenger");
    made.setDaemon(true);
    teller = made;
    return made;
  }
}
