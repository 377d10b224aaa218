package io.jarserve.server.admin;

import io.jarserve.server.model.InstanceStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Answers when the status is as somebody waits for it to be, or when their patience is at its end.
 * One thread looks for all who wait, and none when nobody does. By the clock of this machine: it is
 * the caller's patience that ends. Any thread.
 */
final class Waiting implements AutoCloseable {

  private static final long LOOK_AGAIN_MILLIS = 20;

  private final Supplier<InstanceStatus> status;
  private final List<Waiter> waiters = new ArrayList<>();
  private final ScheduledThreadPoolExecutor looker;

  private record Waiter(
      Predicate<InstanceStatus> awaited, long until, CompletableFuture<InstanceStatus> news) {}

  Waiting(Supplier<InstanceStatus> status) {
    this.status = status;
    this.looker = new ScheduledThreadPoolExecutor(1, Waiting::thread);
    this.looker.setKeepAliveTime(10, TimeUnit.SECONDS);
    this.looker.allowCoreThreadTimeOut(true);
  }

  /** The first status that is as awaited, or the one when patience was at its end. */
  CompletionStage<InstanceStatus> until(Predicate<InstanceStatus> awaited, Duration patience) {
    long until = System.nanoTime() + patience.toNanos();
    Waiter waiter = new Waiter(awaited, until, new CompletableFuture<>());
    boolean first;
    synchronized (waiters) {
      first = waiters.isEmpty();
      waiters.add(waiter);
    }
    if (first) {
      looker.execute(this::look);
    }
    return waiter.news();
  }

  /** Nobody is answered any more. */
  @Override
  public void close() {
    looker.shutdownNow();
  }

  private void look() {
    try {
      InstanceStatus now = status.get();
      List<Waiter> done = waiters().stream().filter(waiter -> isDone(waiter, now)).toList();
      remove(done);
      done.forEach(waiter -> waiter.news().complete(now));
    } catch (RuntimeException | Error fault) {
      List<Waiter> all = waiters();
      remove(all);
      all.forEach(waiter -> waiter.news().completeExceptionally(fault));
    }
  }

  private static boolean isDone(Waiter waiter, InstanceStatus now) {
    return waiter.awaited().test(now) || System.nanoTime() - waiter.until() >= 0;
  }

  private List<Waiter> waiters() {
    synchronized (waiters) {
      return List.copyOf(waiters);
    }
  }

  private void remove(List<Waiter> done) {
    synchronized (waiters) {
      waiters.removeAll(done);
      if (!waiters.isEmpty() && !looker.isShutdown()) {
        var unused = looker.schedule(this::look, LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
      }
    }
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "jarserve-admin-wait");
    thread.setDaemon(true);
    return thread;
  }
}
