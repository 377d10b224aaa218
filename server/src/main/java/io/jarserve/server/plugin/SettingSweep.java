package io.jarserve.server.plugin;

import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.ResponseCache;
import java.security.Provider;
import java.security.Security;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/** Takes back what a plugin set for the whole JVM. Stateless. */
final class SettingSweep {

  private static final ProxySelector PROXY_SELECTOR = ProxySelector.getDefault();

  private SettingSweep() {}

  static List<String> takeBack(Belonging plugin) {
    if (plugin.has(Thread.getDefaultUncaughtExceptionHandler())) {
      Thread.setDefaultUncaughtExceptionHandler(null);
    }
    if (plugin.has(Authenticator.getDefault())) {
      Authenticator.setDefault(null);
    }
    if (plugin.has(CookieHandler.getDefault())) {
      CookieHandler.setDefault(null);
    }
    if (plugin.has(ResponseCache.getDefault())) {
      ResponseCache.setDefault(null);
    }
    if (plugin.has(ProxySelector.getDefault())) {
      ProxySelector.setDefault(PROXY_SELECTOR);
    }
    return List.of();
  }

  static List<String> removeSecurityProviders(Belonging plugin) {
    for (Provider provider : Security.getProviders()) {
      if (plugin.has(provider)) {
        Security.removeProvider(provider.getName());
      }
    }
    return List.of();
  }

  /** Of {@code java.util.logging}: its loggers are the JVM's, whoever asked for them. */
  static List<String> removeLogHandlers(Belonging plugin) {
    LogManager manager = LogManager.getLogManager();
    for (String name : Collections.list(manager.getLoggerNames())) {
      Logger logger = manager.getLogger(name);
      if (logger != null) {
        clean(logger, plugin);
      }
    }
    return List.of();
  }

  private static void clean(Logger logger, Belonging plugin) {
    for (Handler handler : logger.getHandlers()) {
      if (plugin.has(handler)) {
        logger.removeHandler(handler);
      }
    }
    if (plugin.has(logger.getFilter())) {
      logger.setFilter(null);
    }
  }
}
