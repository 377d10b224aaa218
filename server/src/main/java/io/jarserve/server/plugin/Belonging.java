package io.jarserve.server.plugin;

import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells what belongs to a plugin: what has a class of its class loader or of a loader below it, and
 * the threads that were made on its threads.
 *
 * @param loader of the plugin
 * @param group of the plugin's threads
 * @param firstThread threads with a lower id are older than the plugin, whatever hangs on them
 */
record Belonging(ClassLoader loader, ThreadGroup group, long firstThread) {

  boolean has(@Nullable Object object) {
    if (object == null) {
      return false;
    }
    if (object instanceof Reference<?> reference && has(reference.get())) {
      return true;
    }
    Class<?> type = object instanceof Class<?> itself ? itself : object.getClass();
    return hasLoader(type.getClassLoader());
  }

  boolean hasLoader(@Nullable ClassLoader candidate) {
    for (ClassLoader next = candidate; next != null; next = next.getParent()) {
      if (next == loader) {
        return true;
      }
    }
    return false;
  }

  /** Whether the thread was made by the plugin's code, or for it. */
  boolean hasThread(Thread thread) {
    return thread.getId() >= firstThread
        && (group.equals(thread.getThreadGroup())
            || hasLoader(thread.getContextClassLoader())
            || has(thread)
            || has(JdkInternals.target(thread).orElse(null)));
  }

  /** The live platform threads that belong to the plugin. */
  Stream<Thread> threads() {
    return allThreads().stream().filter(this::hasThread);
  }

  /** All live platform threads. */
  static List<Thread> allThreads() {
    ThreadGroup root = rootGroup();
    Thread[] found = new Thread[root.activeCount() * 2 + 16];
    int count = root.enumerate(found);
    return Arrays.asList(found).subList(0, count);
  }

  static ThreadGroup rootGroup() {
    ThreadGroup root = Thread.currentThread().getThreadGroup();
    while (root.getParent() != null) {
      root = root.getParent();
    }
    return root;
  }
}
