package io.jarserve.server.replica.handle;

import io.jarserve.api.HandleException;
import io.jarserve.server.json.JsonException;
import io.jarserve.server.json.PluginJson;
import io.jarserve.server.replica.request.ReplicaTarget;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A method by its names, with arguments in JSON, to be found again among the interfaces of a callee
 * that has classes of its own.
 *
 * @param types the names of the parameters' classes; they tell methods of one name and as many
 *     parameters apart
 */
record DistantMethod(String type, String name, List<String> types, List<byte[]> arguments)
    implements Ask<byte[]> {

  @Override
  public byte[] of(ReplicaTarget callee) throws Exception {
    Method method = find(callee.deployment().getClass());
    Object[] values = arguments(method, callee.json());
    return callee.json().write(arrived(invoke(method, callee.deployment(), values)));
  }

  @Override
  public String toString() {
    return type + "." + name;
  }

  private Method find(Class<?> calleeClass) {
    List<Method> fitting =
        Arrays.stream(offered(calleeClass).getMethods())
            .filter(method -> method.getName().equals(name))
            .filter(method -> method.getParameterCount() == types.size())
            .toList();
    return fitting.stream()
        .filter(method -> fitting.size() == 1 || names(method).equals(types))
        .findFirst()
        .orElseThrow(
            () ->
                new HandleException.Failed(
                    "the callee's "
                        + type
                        + " has no method "
                        + name
                        + types
                        + ": bring the two copies of the interface together"));
  }

  private Class<?> offered(Class<?> calleeClass) {
    Class<?> offered = CalleeInterface.find(calleeClass, type);
    if (offered == null) {
      throw new HandleException.Failed(
          calleeClass.getName()
              + " does not implement "
              + type
              + ", only "
              + CalleeInterface.of(calleeClass)
              + ": give both sides a copy of one interface under one name");
    }
    return offered;
  }

  private Object[] arguments(Method method, PluginJson json) {
    Type[] wanted = method.getGenericParameterTypes();
    Object[] values = new Object[wanted.length];
    for (int i = 0; i < wanted.length; i++) {
      try {
        values[i] = json.readAs(arguments.get(i), wanted[i]);
      } catch (JsonException e) {
        throw new HandleException.Failed(
            "argument " + (i + 1) + " of " + this + " does not fit: " + e.getMessage());
      }
    }
    return values;
  }

  private static @Nullable Object invoke(Method method, Object callee, Object[] values)
      throws Exception {
    try {
      method.setAccessible(true);
      return method.invoke(callee, values);
    } catch (InvocationTargetException e) {
      throw checked(e);
    }
  }

  /** A stage is waited for here, on the callee's side, and cancelled when nobody waits for it. */
  static @Nullable Object arrived(@Nullable Object result) throws Exception {
    if (!(result instanceof CompletionStage<?> stage)) {
      return result;
    }
    CompletableFuture<?> future = stage.toCompletableFuture();
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw checked(e);
    } catch (InterruptedException e) {
      future.cancel(true);
      throw e;
    }
  }

  private static Exception checked(Exception wrapper) {
    Throwable cause = wrapper.getCause();
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof Exception thrown ? thrown : wrapper;
  }

  private static List<String> names(Method method) {
    return Arrays.stream(method.getParameterTypes()).map(Class::getName).toList();
  }
}
