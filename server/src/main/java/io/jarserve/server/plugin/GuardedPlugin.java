package io.jarserve.server.plugin;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import org.pf4j.Plugin;
import org.pf4j.PluginRuntimeException;
import org.pf4j.PluginWrapper;

/**
 * The class that a manifest names as {@code Plugin-Class}, with its throwables turned into the one
 * kind that PF4J survives everywhere: an Error out of {@code stop} would leave the plugin
 * registered and its class loader open, and a constructor that throws would be swallowed.
 */
final class GuardedPlugin extends Plugin {

  private final Plugin plugin;

  private GuardedPlugin(Plugin plugin) {
    this.plugin = plugin;
  }

  static Plugin of(PluginWrapper wrapper) {
    String name = wrapper.getDescriptor().getPluginClass();
    if (name.equals(Plugin.class.getName())) {
      return new Plugin();
    }
    try {
      return new GuardedPlugin(create(wrapper.getPluginClassLoader().loadClass(name), wrapper));
    } catch (InvocationTargetException e) {
      throw told("the constructor of Plugin-Class " + name, e.getTargetException());
    } catch (ClassNotFoundException e) {
      throw new Told(
          new PluginException(
              "Plugin-Class "
                  + name
                  + " is not in the JAR: correct the manifest or add the class"));
    } catch (Throwable e) {
      throw told("Plugin-Class " + name, e);
    }
  }

  @Override
  public void start() {
    guarded("start", plugin::start);
  }

  @Override
  public void stop() {
    guarded("stop", plugin::stop);
  }

  private static Plugin create(Class<?> type, PluginWrapper wrapper)
      throws ReflectiveOperationException {
    try {
      Constructor<?> withWrapper = type.getConstructor(PluginWrapper.class);
      return (Plugin) withWrapper.newInstance(wrapper);
    } catch (NoSuchMethodException e) {
      return (Plugin) type.getConstructor().newInstance();
    }
  }

  private void guarded(String method, Runnable body) {
    try {
      body.run();
    } catch (Throwable thrown) {
      throw told(method + " of Plugin-Class " + plugin.getClass().getName(), thrown);
    }
  }

  private static Told told(String what, Throwable thrown) {
    return new Told(PluginException.of(what, thrown));
  }

  /** Carries what is to be said through PF4J. */
  static final class Told extends PluginRuntimeException {
    private static final long serialVersionUID = 1L;

    private final PluginException failure;

    Told(PluginException failure) {
      super(failure);
      this.failure = failure;
    }

    PluginException failure() {
      return failure;
    }
  }
}
