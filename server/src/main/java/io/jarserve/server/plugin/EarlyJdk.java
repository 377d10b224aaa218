package io.jarserve.server.plugin;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.sql.Driver;
import java.sql.DriverManager;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;

/**
 * Things that the JDK makes once, on first use, and that depend on who uses them first. Stateless.
 *
 * <p>If that were a plugin, its class loader would stay in them for good (the thread behind {@code
 * CompletableFuture.orTimeout}), or only the first plugin would find what it bundles ({@code
 * DriverManager} looks for JDBC drivers once). What images and graphics keep in such a way takes
 * long to make, and is made when a plugin first asks for a class of theirs.
 */
final class EarlyJdk {

  static {
    CompletableFuture.delayedExecutor(1, TimeUnit.NANOSECONDS).execute(() -> {});
    DriverManager.getDrivers();
  }

  private EarlyJdk() {}

  /**
   * What images and graphics keep of whoever comes first: the context class loader, and in what is
   * known of image formats the classes on the stack, which end at the privileged call.
   */
  @SuppressWarnings("removal") // Javas without it keep no stack either
  private static final class Desktop {
    static {
      Thread thread = Thread.currentThread();
      ClassLoader plugin = thread.getContextClassLoader();
      thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
      try {
        AccessController.doPrivileged((PrivilegedAction<Object>) ImageIO::getCacheDirectory);
      } finally {
        thread.setContextClassLoader(plugin);
      }
    }

    static void make() {
      // the work is done when this class is initialized, which is once
    }
  }

  /** Makes what a class of the JDK needs before a plugin uses it. */
  static void makeFor(String className) {
    if (className.startsWith("javax.imageio.") || className.startsWith("java.awt.")) {
      Desktop.make();
    }
  }

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
