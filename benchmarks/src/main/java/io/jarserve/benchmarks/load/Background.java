package io.jarserve.benchmarks.load;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** One client that asks all applications in turn, some hundred times a second, until closed. */
final class Background implements AutoCloseable {
  private static final long PAUSE_NANOS = Duration.ofMillis(5).toNanos();

  private final URI server;
  private final List<String> applications;
  private final LongAdder requests = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final AtomicBoolean closed = new AtomicBoolean();

  Background(URI server, List<String> applications) {
    this.server = server;
    this.applications = applications;
    Thread thread = new Thread(this::run, "background");
    thread.setDaemon(true);
    thread.start();
  }

  String figures() {
    return "others: requests=%s failed=%s".formatted(requests.sum(), failures.sum());
  }

  @Override
  public void close() {
    closed.set(true);
  }

  private void run() {
    HttpLine line = new HttpLine(server);
    for (int i = 0; !closed.get(); i++) {
      ask(line, applications.get(i % applications.size()));
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private void ask(HttpLine line, String application) {
    requests.increment();
    try {
      if (line.get("/" + application) != 200) {
        failures.increment();
      }
    } catch (IOException broken) {
      failures.increment();
    }
  }
}
