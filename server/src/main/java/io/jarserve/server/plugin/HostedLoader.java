package io.jarserve.server.plugin;

import java.io.IOException;
import java.net.URL;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginManager;

/**
 * The class loader of a generation whose classes are those of the program that embeds the server.
 * It takes nothing from the JAR, so that a test and the deployment under test mean the same class.
 * What is shared with plugins comes from the server here too.
 */
final class HostedLoader extends GenerationLoader {

  private final ClassLoader host;

  HostedLoader(PluginManager manager, PluginDescriptor descriptor, ClassLoader host) {
    super(manager, descriptor);
    this.host = host;
  }

  @Override
  public Class<?> loadClass(String name) throws ClassNotFoundException {
    Class<?> shared = SharedLoader.INSTANCE.find(name);
    return shared != null ? shared : host.loadClass(name);
  }

  @Override
  public @Nullable URL getResource(String name) {
    return host.getResource(name);
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    return host.getResources(name);
  }
}
