package io.jarserve.server.plugin;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What may hold the class loader of a closed generation, in words. Outlives the generation: holds
 * nothing of it but threads that still run its code.
 *
 * @param remains what could not be taken back when the generation was closed
 * @param abandonedCalls may still run
 * @param requests the virtual threads of requests that still run
 * @param group of the plugin's threads
 * @param firstThread see {@link Belonging}
 */
record Suspects(
    List<String> remains,
    AbandonedCalls abandonedCalls,
    Set<Thread> requests,
    ThreadGroup group,
    long firstThread) {

  private static final int MOST = 20;

  Suspects {
    remains = List.copyOf(remains);
  }

  /** The suspects of this moment. */
  List<String> names(@Nullable ClassLoader loader) {
    List<String> names = new ArrayList<>(remains);
    abandonedCalls.names().forEach(call -> names.add("abandoned call " + call + " still runs"));
    requests.forEach(thread -> names.add("request still runs" + place(thread)));
    if (loader != null) {
      addLive(new Belonging(loader, group, firstThread), names);
    }
    if (!JdkInternals.opened()) {
      names.add(
          "timers, hooks, pools and ThreadLocals were not looked for: " + JdkInternals.REMEDY);
    }
    return names.size() <= MOST ? names : names.subList(0, MOST);
  }

  private static void addLive(Belonging plugin, List<String> names) {
    for (Thread thread : Belonging.allThreads()) {
      if (plugin.hasThread(thread)) {
        names.add("thread " + thread.getName() + place(thread));
      } else {
        JdkInternals.threadLocals(thread).stream()
            .filter(plugin::has)
            .map(
                value ->
                    "ThreadLocal " + value.getClass().getName() + " on thread " + thread.getName())
            .distinct()
            .forEach(names::add);
      }
    }
  }

  /** Where the thread is in code that is not the JDK's. */
  private static String place(Thread thread) {
    for (StackTraceElement frame : thread.getStackTrace()) {
      if (!frame.getClassName().startsWith("java.") && !frame.getClassName().startsWith("jdk.")) {
        return " at " + frame;
      }
    }
    return "";
  }
}
