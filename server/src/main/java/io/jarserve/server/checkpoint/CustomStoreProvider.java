package io.jarserve.server.checkpoint;

import io.jarserve.store.CheckpointStore;
import io.jarserve.store.CheckpointStoreProvider;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;

/**
 * {@code custom://fully.qualified.Class/path}: a class that implements {@link CheckpointStore} and
 * has a public constructor with one String, which gets what stands after the class.
 */
public final class CustomStoreProvider implements CheckpointStoreProvider {

  private static final String SCHEME = "custom";

  @Override
  public String scheme() {
    return SCHEME;
  }

  @Override
  public CheckpointStore open(URI location) throws IOException {
    String className = String.valueOf(location.getAuthority());
    try {
      Class<? extends CheckpointStore> type =
          find(className, location).asSubclass(CheckpointStore.class);
      return type.getConstructor(String.class).newInstance(String.valueOf(location.getPath()));
    } catch (ClassCastException e) {
      throw new IOException(
          "class %s of the checkpoint path %s does not implement %s; make it do so"
              .formatted(className, location, CheckpointStore.class.getName()),
          e);
    } catch (InvocationTargetException e) {
      throw new IOException(
          "class %s of the checkpoint path %s cannot be made: %s"
              .formatted(className, location, e.getCause()),
          null);
    } catch (ReflectiveOperationException e) {
      throw new IOException(
          "class %s of the checkpoint path %s cannot be made: %s; make it public, with a public constructor that takes a String"
              .formatted(className, location, e),
          e);
    }
  }

  private static Class<?> find(String className, URI location) throws IOException {
    ClassLoader own = CustomStoreProvider.class.getClassLoader();
    ClassLoader loader = CheckpointPath.loader(SCHEME, own).orElse(own);
    try {
      return Class.forName(className, true, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      throw new IOException(
          "class %s of the checkpoint path %s cannot be loaded: %s; put its JAR on the server's class path, or into stores/custom of the distribution, and write custom://fully.qualified.Class/path"
              .formatted(className, location, e),
          e);
    }
  }
}
