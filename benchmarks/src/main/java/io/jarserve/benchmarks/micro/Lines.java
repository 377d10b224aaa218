package io.jarserve.benchmarks.micro;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Many connections that ask the same thing at once, again and again: so neither side waits for the
 * other for long, and no processor falls asleep between two requests. One thread.
 */
final class Lines implements AutoCloseable {

  /** How many requests are under way at once. */
  static final int COUNT = 32;

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final List<Line> lines = new ArrayList<>();

  /** Once there is an answer. */
  Lines(int port, String path) throws IOException {
    lines.add(first(port, path));
    while (lines.size() < COUNT) {
      lines.add(new Line(port, path));
    }
  }

  /** One request on each, and all answers. */
  int ask() throws IOException {
    for (Line line : lines) {
      line.send();
    }
    int sum = 0;
    for (Line line : lines) {
      sum += line.receive();
    }
    return sum;
  }

  @Override
  public void close() throws IOException {
    for (Line line : lines) {
      line.close();
    }
  }

  private static Line first(int port, String path) throws IOException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    for (; ; ) {
      try {
        return new Line(port, path);
      } catch (IOException notYet) {
        if (System.nanoTime() - end > 0) {
          throw notYet;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
    }
  }
}
