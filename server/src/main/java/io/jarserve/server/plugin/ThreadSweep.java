package io.jarserve.server.plugin;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;

/** Ends the threads that a plugin left running. Stateless. */
final class ThreadSweep {

  private ThreadSweep() {}

  /** Shuts pools down, cancels timers, and interrupts all others but the server's own. */
  static List<String> end(Belonging plugin) {
    plugin
        .threads()
        .filter(thread -> !(thread instanceof PlatformThreads.Own))
        .forEach(ThreadSweep::end);
    takeContextBack(plugin);
    return List.of();
  }

  /** Takes what the plugin registered for the end of the JVM back, without running it. */
  static List<String> removeHooks(Belonging plugin) {
    List<Thread> hooks = JdkInternals.shutdownHooks().orElse(List.of());
    List<String> remains = new ArrayList<>();
    for (Thread hook : hooks) {
      if (plugin.hasThread(hook) && !Runtime.getRuntime().removeShutdownHook(hook)) {
        remains.add("shutdown hook " + hook.getName());
      }
    }
    return remains;
  }

  private static void end(Thread thread) {
    Object target = JdkInternals.target(thread).orElse(null);
    if (thread instanceof ForkJoinWorkerThread worker) {
      endPool(worker.getPool());
    } else if (thread.getClass().getName().equals("java.util.TimerThread")) {
      JdkInternals.cancelTimer(thread);
    } else if (target != null) {
      JdkInternals.pool(target).ifPresent(ThreadSweep::endPool);
    }
    thread.interrupt();
  }

  private static void endPool(ExecutorService pool) {
    if (pool != ForkJoinPool.commonPool()) {
      pool.shutdownNow();
    }
  }

  /** A thread that is older than the plugin goes on living, but not with its class loader. */
  private static void takeContextBack(Belonging plugin) {
    for (Thread thread : Belonging.allThreads()) {
      if (thread.getId() < plugin.firstThread()
          && plugin.hasLoader(thread.getContextClassLoader())) {
        thread.setContextClassLoader(ThreadSweep.class.getClassLoader());
      }
    }
  }
}
