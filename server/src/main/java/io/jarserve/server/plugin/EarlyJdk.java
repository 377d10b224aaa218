package io.jarserve.server.plugin;

import java.sql.Driver;
import java.sql.DriverManager;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Things that the JDK makes once, on first use, and that depend on who uses them first. Stateless.
 *
 * <p>If that were a plugin, its class loader would stay in them for good (the thread behind {@code
 * CompletableFuture.orTimeout}), or only the first plugin would find what it bundles ({@code
 * DriverManager} looks for JDBC drivers once).
 */
final class EarlyJdk {

  static {
    CompletableFuture.delayedExecutor(1, TimeUnit.NANOSECONDS).execute(() -> {});
    DriverManager.getDrivers();
  }

  private EarlyJdk() {}

  /** Makes them, if it was not done yet; to be called on a thread of the server. */
  static void make() {
    // the work is done when this class is initialized, which is once
  }

  /**
   * Lets {@code DriverManager} know of the JDBC drivers in a plugin, as it does by itself for those
   * on the class path. Runs code of the plugin.
   */
  static void registerDrivers(GenerationLoader loader) {
    if (loader.findResource("META-INF/services/java.sql.Driver") == null) {
      return;
    }
    try {
      ServiceLoader.load(Driver.class, loader).stream()
          .filter(driver -> driver.type().getClassLoader() == loader)
          .forEach(ServiceLoader.Provider::get);
    } catch (ServiceConfigurationError | LinkageError e) {
      // a driver that cannot be made here fails where it is used, and is told there
    }
  }
}
