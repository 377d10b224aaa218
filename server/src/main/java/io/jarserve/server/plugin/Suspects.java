package io.jarserve.server.plugin;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What may hold the class loader of a closed generation, in words.
 *
 * @param remains what could not be taken back when the generation was closed
 * @param abandonedCalls may still run
 */
record Suspects(List<String> remains, AbandonedCalls abandonedCalls) {

  Suspects {
    remains = List.copyOf(remains);
  }

  /** The suspects of this moment. */
  List<String> names(@Nullable ClassLoader loader) {
    List<String> names = new ArrayList<>();
    abandonedCalls.names().forEach(call -> names.add("abandoned call " + call + " still runs"));
    if (loader != null) {
      LiveThreads.of(loader).forEach(thread -> names.add("thread " + thread.getName()));
    }
    names.addAll(remains);
    return names;
  }
}
