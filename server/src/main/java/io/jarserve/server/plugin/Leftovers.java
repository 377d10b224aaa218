package io.jarserve.server.plugin;

import java.util.List;

/** What a plugin left behind in the JVM. Stateless. */
final class Leftovers {

  private Leftovers() {}

  /** Takes back what can be taken back; returns what remains, in words. */
  static List<String> takeBack(ClassLoader loader) {
    LiveThreads.of(loader).stream()
        .filter(thread -> thread != Thread.currentThread())
        .forEach(Thread::interrupt);
    return List.of();
  }
}
