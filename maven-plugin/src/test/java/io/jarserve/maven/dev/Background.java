package io.jarserve.maven.dev;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Asks again and again on a thread of its own, and notes what failed. */
final class Background implements AutoCloseable {

  private final Callable<Boolean> question;
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private final Thread thread = new Thread(this::run, "asking");
  private volatile boolean over;

  Background(Callable<Boolean> question) {
    this.question = question;
    thread.start();
  }

  private void run() {
    while (!over) {
      try {
        if (!question.call()) {
          failures.add("question " + count.get() + " had another answer");
        }
      } catch (Exception e) {
        failures.add(e.toString());
      }
      count.incrementAndGet();
    }
  }

  /** Lets the last question be answered. */
  void stop() throws InterruptedException {
    over = true;
    thread.join();
  }

  List<String> failures() {
    return List.copyOf(failures);
  }

  int count() {
    return count.get();
  }

  @Override
  public void close() {
    over = true;
  }
}
