package io.jarserve.server.plugin;

import io.jarserve.server.model.SharedPackages;
import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The parent of all plugin class loaders: the JDK and the few packages that a plugin shares with
 * the server. Nothing else of the server can be reached through it, so that no plugin depends on
 * the server's libraries, or is broken by them.
 *
 * <p>It defines no class and keeps nothing; safe for use by many threads.
 */
final class SharedLoader extends ClassLoader {

  static final SharedLoader INSTANCE = new SharedLoader();

  private static final ClassLoader SERVER = SharedLoader.class.getClassLoader();
  private static final ClassLoader JDK = getPlatformClassLoader();
  private static final Set<String> JDK_PACKAGES =
      ModuleLayer.boot().modules().stream()
          .filter(module -> module.getClassLoader() == null || module.getClassLoader() == JDK)
          .flatMap(module -> module.getPackages().stream())
          .collect(Collectors.toUnmodifiableSet());

  private SharedLoader() {
    super("jarserve-shared", JDK);
  }

  /** The class of that name if it is shared, else null. */
  @Nullable Class<?> find(String name) {
    ClassLoader owner = owner(name);
    try {
      return owner == null ? null : owner.loadClass(name);
    } catch (ClassNotFoundException e) {
      return null;
    }
  }

  /** Takes no lock and remembers no name, unlike the method that it replaces. */
  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    Class<?> found = find(name);
    if (found == null) {
      throw new ClassNotFoundException(name);
    }
    return found;
  }

  @Override
  protected @Nullable URL findResource(String name) {
    return isShared(name.replace('/', '.')) ? SERVER.getResource(name) : null;
  }

  @Override
  protected Enumeration<URL> findResources(String name) throws IOException {
    return isShared(name.replace('/', '.'))
        ? SERVER.getResources(name)
        : Collections.emptyEnumeration();
  }

  private static @Nullable ClassLoader owner(String className) {
    int end = className.lastIndexOf('.');
    if (end > 0 && JDK_PACKAGES.contains(className.substring(0, end))) {
      return JDK;
    }
    return isShared(className) ? SERVER : null;
  }

  private static boolean isShared(String name) {
    return SharedPackages.hold(name);
  }
}
