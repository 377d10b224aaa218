package io.jarserve.server.plugin;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.BooleanSupplier;

/**
 * Asks the JVM for garbage collections, where they stop nobody for long: with a collector that
 * works beside the application, as the launcher sets it. Elsewhere it asks for nothing. Stateless.
 *
 * <p><b>Why several.</b> Class loaders go with the old generation only, and G1 moves an object
 * there when it has survived {@value #TENURED} young collections, of which an idle server has none
 * but these.
 */
final class CollectionHint {

  private static final int TENURED = 15;
  private static final boolean CONCURRENT = concurrent();

  private CollectionHint() {}

  /**
   * Returns at once; the collections take a thread and their time.
   *
   * @param needless when there is nothing more to collect
   */
  static void give(BooleanSupplier needless) {
    if (CONCURRENT) {
      Thread thread =
          new Thread(null, () -> collect(needless), "jarserve-collection-hint", 0, false);
      thread.setDaemon(true);
      thread.start();
    }
  }

  private static void collect(BooleanSupplier needless) {
    for (int i = 0; i <= TENURED + 1 && !needless.getAsBoolean(); i++) {
      System.gc();
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
