package io.jarserve.server.plugin;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The calls of one generation that were given up and still run. Safe for use by many threads;
 * outlives the generation, so it holds strings and numbers only.
 */
final class AbandonedCalls {

  private final AtomicLong numbers = new AtomicLong();
  private final Map<Long, String> running = new ConcurrentHashMap<>();

  long add(String what) {
    long number = numbers.incrementAndGet();
    running.put(number, what);
    return number;
  }

  void remove(long number) {
    running.remove(number);
  }

  int count() {
    return running.size();
  }

  List<String> names() {
    return running.values().stream().sorted().toList();
  }
}
