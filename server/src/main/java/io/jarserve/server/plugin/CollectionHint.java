package io.jarserve.server.plugin;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/**
 * Asks the JVM for a garbage collection, where that stops nobody: with a collector that works
 * beside the application, as the launcher sets it. Elsewhere it asks for nothing. Stateless.
 */
final class CollectionHint {

  private static final boolean CONCURRENT = concurrent();

  private CollectionHint() {}

  /** Returns at once; the collection takes a thread and its time. */
  static void give() {
    if (CONCURRENT) {
      Thread thread = new Thread(null, System::gc, "jarserve-collection-hint", 0, false);
      thread.setDaemon(true);
      thread.start();
    }
  }

  private static boolean concurrent() {
    String name = ManagementFactory.getGarbageCollectorMXBeans().get(0).getName();
    return name.startsWith("ZGC")
        || name.startsWith("Shenandoah")
        || (name.startsWith("G1") && isSet("ExplicitGCInvokesConcurrent"));
  }

  private static boolean isSet(String flag) {
    try {
      HotSpotDiagnosticMXBean jvm =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      return jvm != null && Boolean.parseBoolean(jvm.getVMOption(flag).getValue());
    } catch (IllegalArgumentException e) {
      return false; // another JVM, which does not have the flag
    }
  }
}
