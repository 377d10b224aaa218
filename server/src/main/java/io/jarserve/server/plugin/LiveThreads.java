package io.jarserve.server.plugin;

import java.util.Arrays;
import java.util.List;

/** Finds the threads that hold a class loader. Stateless. */
final class LiveThreads {

  private LiveThreads() {}

  /** The live platform threads that belong to the loader: by context class loader, or by class. */
  static List<Thread> of(ClassLoader loader) {
    return all().stream()
        .filter(thread -> thread.getContextClassLoader() == loader || isOf(thread, loader))
        .toList();
  }

  static List<Thread> all() {
    ThreadGroup root = Thread.currentThread().getThreadGroup();
    while (root.getParent() != null) {
      root = root.getParent();
    }
    Thread[] found = new Thread[root.activeCount() * 2 + 16];
    int count = root.enumerate(found);
    return Arrays.asList(found).subList(0, count);
  }

  private static boolean isOf(Thread thread, ClassLoader loader) {
    return thread.getClass().getClassLoader() == loader;
  }
}
