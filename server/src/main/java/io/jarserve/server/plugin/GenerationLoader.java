package io.jarserve.server.plugin;

import java.util.List;
import java.util.function.Supplier;
import org.pf4j.ClassLoadingStrategy;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginManager;

/**
 * The class loader of one generation: what is shared first, then the JAR, and nothing else.
 *
 * <p>Shared first, because an object that crosses the boundary must have one class on both sides: a
 * copy of the API, of slf4j or of a JDK package that the JAR bundles is passed over. What such a
 * package lacks on the server's side (a binding below {@code org.slf4j.impl}, say) is taken from
 * the JAR.
 */
class GenerationLoader extends PluginClassLoader {

  GenerationLoader(PluginManager manager, PluginDescriptor descriptor) {
    super(manager, descriptor, SharedLoader.INSTANCE, ClassLoadingStrategy.PDA);
  }

  @Override
  public Class<?> loadClass(String name) throws ClassNotFoundException {
    EarlyJdk.makeFor(name);
    Class<?> shared = SharedLoader.INSTANCE.find(name);
    return shared != null ? shared : super.loadClass(name);
  }

  /** Defines a class of the server's once more in here, and gets from an instance of it. */
  @SuppressWarnings("unchecked") // the class is the server's own
  List<String> runInside(String name, byte[] code) throws ReflectiveOperationException {
    Class<?> type = defineClass(name, code, 0, code.length);
    return ((Supplier<List<String>>) type.getConstructor().newInstance()).get();
  }

  @Override
  protected boolean shouldDelegateToParent(String name) {
    return false;
  }
}
