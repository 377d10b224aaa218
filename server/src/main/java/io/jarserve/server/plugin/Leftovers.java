package io.jarserve.server.plugin;

import java.beans.Introspector;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.function.Function;

/**
 * What a plugin left behind in the JVM and would hold its class loader: taken back one kind after
 * the other, by supported API where there is one, else through {@link JdkInternals}. Stateless; to
 * be called on a thread of the plugin, since some of its code may run.
 */
final class Leftovers {

  private static final Map<String, Function<Belonging, List<String>>> SWEEPS = sweeps();

  private Leftovers() {}

  /** Takes back what can be taken back; returns what remains, in words. */
  static List<String> takeBack(Belonging plugin) {
    List<String> remains = new ArrayList<>();
    SWEEPS.forEach(
        (what, sweep) -> {
          try {
            remains.addAll(sweep.apply(plugin));
          } catch (Throwable e) {
            remains.add(what + " could not be taken back: " + Telling.one(e));
          }
        });
    return remains;
  }

  private static Map<String, Function<Belonging, List<String>>> sweeps() {
    Map<String, Function<Belonging, List<String>>> sweeps = new LinkedHashMap<>();
    sweeps.put("threads", ThreadSweep::end);
    sweeps.put("shutdown hooks", ThreadSweep::removeHooks);
    sweeps.put("JDBC drivers", Leftovers::deregisterDrivers);
    sweeps.put("MBeans", MBeanSweep::unregister);
    sweeps.put("log handlers", SettingSweep::removeLogHandlers);
    sweeps.put("security providers", SettingSweep::removeSecurityProviders);
    sweeps.put("settings of the JVM", SettingSweep::takeBack);
    sweeps.put("caches", Leftovers::flushCaches);
    return sweeps;
  }

  private static List<String> deregisterDrivers(Belonging plugin) {
    try (InputStream code = DriverSweep.class.getResourceAsStream("DriverSweep.class")) {
      byte[] bytes = code == null ? new byte[0] : code.readAllBytes();
      return ((GenerationLoader) plugin.loader()).runInside(DriverSweep.class.getName(), bytes);
    } catch (IOException | ReflectiveOperationException e) {
      return List.of("its JDBC drivers cannot be looked for: " + Telling.one(e));
    }
  }

  private static List<String> flushCaches(Belonging plugin) {
    Introspector.flushCaches();
    ResourceBundle.clearCache(plugin.loader());
    return List.of();
  }
}
