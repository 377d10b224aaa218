package io.jarserve.benchmarks.load;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Keep-alive clients that ask without pause, 4 on a path that takes three seconds and 16 on the
 * other, while the served file is replaced after 5 seconds; then how many requests were answered
 * with what. {@code ReplaceLoad <url> <seconds> <way> <served file> <good file> <broken file>}.
 */
public final class ReplaceLoad {
  private static final int CLIENTS = 16;
  private static final int SLOW_CLIENTS = 4;
  private static final long PAUSE_AFTER_FAILURE_NANOS = Duration.ofMillis(50).toNanos();
  private static final Duration BEFORE = Duration.ofSeconds(5);

  private final URI server;
  private final String path;
  private final long end;
  private final ConcurrentMap<String, LongAdder> answers = new ConcurrentHashMap<>();

  private ReplaceLoad(URI url, Duration time) {
    this.server = url;
    this.path = url.getPath();
    this.end = System.nanoTime() + time.toNanos();
  }

  public static void main(String[] args) throws Exception {
    ReplaceLoad load =
        new ReplaceLoad(URI.create(args[0]), Duration.ofSeconds(Integer.parseInt(args[1])));
    Replacement.Step step = Replacement.STEPS.get(args[2]);
    if (step == null) {
      throw new IllegalArgumentException(args[2] + " is not one of " + Replacement.STEPS.keySet());
    }
    Replacement replacement = new Replacement(Path.of(args[3]), Path.of(args[4]), Path.of(args[5]));
    load.run(() -> step.on(replacement));
  }

  private interface Change {
    void happen() throws IOException;
  }

  private void run(Change change) throws IOException, InterruptedException {
    List<Thread> clients = new ArrayList<>();
    clients.addAll(clients(path, CLIENTS));
    clients.addAll(clients(path + "/slow", SLOW_CLIENTS));
    clients.forEach(Thread::start);
    LockSupport.parkNanos(BEFORE.toNanos());
    change.happen();
    for (Thread client : clients) {
      client.join();
    }
    System.out.println(figures());
  }

  private List<Thread> clients(String asked, int count) {
    return IntStream.range(0, count).mapToObj(i -> new Thread(() -> ask(asked))).toList();
  }

  private void ask(String asked) {
    HttpLine line = new HttpLine(server);
    while (System.nanoTime() < end) {
      String answer = ask(line, asked);
      answers.computeIfAbsent(answer, any -> new LongAdder()).increment();
      if (!answer.equals("200")) {
        LockSupport.parkNanos(PAUSE_AFTER_FAILURE_NANOS);
      }
    }
  }

  private static String ask(HttpLine line, String asked) {
    try {
      return Integer.toString(line.get(asked));
    } catch (IOException broken) {
      return broken.getClass().getSimpleName();
    }
  }

  private String figures() {
    long all = answers.values().stream().mapToLong(LongAdder::sum).sum();
    LongAdder good = answers.get("200");
    long failed = all - (good == null ? 0 : good.sum());
    return "requests=%s failed=%s at the end %s %s"
        .formatted(all, failed, endsWell() ? "up" : "down", Map.copyOf(answers));
  }

  private boolean endsWell() {
    return "200".equals(ask(new HttpLine(server), path));
  }
}
