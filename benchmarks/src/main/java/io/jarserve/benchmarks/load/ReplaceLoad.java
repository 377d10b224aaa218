package io.jarserve.benchmarks.load;

import java.io.IOException;
import java.net.URI;
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
 * Keep-alive clients that ask without pause, and some on a slow path, for a while; then how many
 * requests were answered with what. {@code ReplaceLoad <url> <seconds> <path> <clients> <slow path>
 * <slow clients>}. Whoever runs it replaces the application meanwhile.
 */
public final class ReplaceLoad {
  private static final long PAUSE_AFTER_FAILURE_NANOS = Duration.ofMillis(50).toNanos();

  private final URI server;
  private final long end;
  private final ConcurrentMap<String, LongAdder> answers = new ConcurrentHashMap<>();

  private ReplaceLoad(URI server, Duration time) {
    this.server = server;
    this.end = System.nanoTime() + time.toNanos();
  }

  public static void main(String[] args) throws InterruptedException {
    ReplaceLoad load =
        new ReplaceLoad(URI.create(args[0]), Duration.ofSeconds(Integer.parseInt(args[1])));
    List<Thread> clients = new ArrayList<>();
    clients.addAll(load.clients(args[2], Integer.parseInt(args[3])));
    clients.addAll(load.clients(args[4], Integer.parseInt(args[5])));
    clients.forEach(Thread::start);
    for (Thread client : clients) {
      client.join();
    }
    System.out.println(load.figures());
  }

  private List<Thread> clients(String path, int count) {
    return IntStream.range(0, count).mapToObj(i -> new Thread(() -> run(path))).toList();
  }

  private void run(String path) {
    HttpLine line = new HttpLine(server);
    while (System.nanoTime() < end) {
      String answer = ask(line, path);
      answers.computeIfAbsent(answer, any -> new LongAdder()).increment();
      if (!answer.equals("200")) {
        LockSupport.parkNanos(PAUSE_AFTER_FAILURE_NANOS);
      }
    }
  }

  private static String ask(HttpLine line, String path) {
    try {
      return Integer.toString(line.get(path));
    } catch (IOException broken) {
      return broken.getClass().getSimpleName();
    }
  }

  private String figures() {
    long all = answers.values().stream().mapToLong(LongAdder::sum).sum();
    LongAdder good = answers.get("200");
    long failed = all - (good == null ? 0 : good.sum());
    return "requests=%d failed=%d %s".formatted(all, failed, Map.copyOf(answers));
  }
}
