package io.jarserve.server.plugin;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pf4j.AbstractPluginManager;
import org.pf4j.DefaultExtensionFactory;
import org.pf4j.DefaultVersionManager;
import org.pf4j.DependencyResolver.DependenciesNotFoundException;
import org.pf4j.ExtensionFactory;
import org.pf4j.ExtensionFinder;
import org.pf4j.IndexedExtensionFinder;
import org.pf4j.JarPluginLoader;
import org.pf4j.ManifestPluginDescriptorFinder;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginFactory;
import org.pf4j.PluginLoader;
import org.pf4j.PluginManager;
import org.pf4j.PluginRepository;
import org.pf4j.PluginStatusProvider;
import org.pf4j.RuntimeMode;
import org.pf4j.VersionManager;

/**
 * PF4J for the one plugin of one generation. A manager holds no two plugins of one id and is not
 * safe for use by many threads; with one each, generations know nothing of each other. It looks for
 * no plugins, keeps no status files and takes descriptors from manifests only.
 */
final class SinglePluginManager extends AbstractPluginManager {

  private final @Nullable ClassLoader host;

  /**
   * @param host where classes come from when not from the JAR
   */
  SinglePluginManager(Path workDir, @Nullable ClassLoader host) {
    super(workDir);
    this.host = host;
  }

  /** The id of the one plugin; when it cannot be loaded, nothing stays open. */
  String loadSingle(Path jar) throws PluginException {
    try {
      return loadPlugin(jar);
    } catch (DependenciesNotFoundException e) {
      closeLoaders();
      throw new PluginException(
          "its manifest has Plugin-Dependencies on "
              + e.getDependencies()
              + ", but each JAR stands alone here: bundle what it needs and take the line out");
    } catch (RuntimeException | LinkageError e) {
      closeLoaders();
      throw new PluginException("the JAR cannot be loaded: " + Telling.one(e), Telling.trace(e));
    }
  }

  private void closeLoaders() {
    for (ClassLoader loader : getPluginClassLoaders().values()) {
      try {
        ((GenerationLoader) loader).close();
      } catch (IOException e) {
        // nothing was read through it yet
      }
    }
  }

  /** Whatever the system property {@code pf4j.mode} says. */
  @Override
  public RuntimeMode getRuntimeMode() {
    return RuntimeMode.DEPLOYMENT;
  }

  @Override
  protected PluginLoader createPluginLoader() {
    return new JarPluginLoader(this) {
      @Override
      protected PluginClassLoader createPluginClassLoader(Path path, PluginDescriptor descriptor) {
        return loader(pluginManager, descriptor);
      }
    };
  }

  private GenerationLoader loader(PluginManager manager, PluginDescriptor descriptor) {
    return host == null
        ? new GenerationLoader(manager, descriptor)
        : new HostedLoader(manager, descriptor, host);
  }

  @Override
  protected PluginFactory createPluginFactory() {
    return GuardedPlugin::of;
  }

  @Override
  protected PluginDescriptorFinder createPluginDescriptorFinder() {
    return new ManifestPluginDescriptorFinder();
  }

  @Override
  protected ExtensionFinder createExtensionFinder() {
    return new OwnIndexFinder(this);
  }

  @Override
  protected ExtensionFactory createExtensionFactory() {
    return new DefaultExtensionFactory();
  }

  @Override
  protected VersionManager createVersionManager() {
    return new DefaultVersionManager();
  }

  @Override
  protected PluginRepository createPluginRepository() {
    return new NoRepository();
  }

  @Override
  protected PluginStatusProvider createPluginStatusProvider() {
    return new NoStatus();
  }

  /** Without it the index of the server's class path would count as the plugin's. */
  private static final class OwnIndexFinder extends IndexedExtensionFinder {
    OwnIndexFinder(PluginManager manager) {
      super(manager);
    }

    @Override
    public Map<String, Set<String>> readClasspathStorages() {
      return Map.of();
    }
  }

  private static final class NoRepository implements PluginRepository {
    @Override
    public List<Path> getPluginPaths() {
      return List.of();
    }

    @Override
    public boolean deletePluginPath(Path pluginPath) {
      return false;
    }
  }

  private static final class NoStatus implements PluginStatusProvider {
    @Override
    public boolean isPluginDisabled(String pluginId) {
      return false;
    }

    @Override
    public void disablePlugin(String pluginId) {}

    @Override
    public void enablePlugin(String pluginId) {}
  }
}
