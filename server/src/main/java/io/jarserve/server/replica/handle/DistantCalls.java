package io.jarserve.server.replica.handle;

import io.jarserve.api.HandleException;
import io.jarserve.server.json.JsonException;
import io.jarserve.server.json.PluginJson;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Behind the proxy of an interface whose other side is another application's. Any thread. */
final class DistantCalls implements InvocationHandler {

  private final DistantHandle handle;
  private final String typeName;

  DistantCalls(DistantHandle handle, Class<?> type) {
    this.handle = handle;
    this.typeName = type.getName();
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
    if (method.getDeclaringClass() == Object.class) {
      return CalleeInterface.ofObject(proxy, method, arguments, handle);
    }
    Type result = method.getGenericReturnType();
    DistantMethod called = named(method, arguments == null ? new Object[0] : arguments);
    if (CompletionStage.class.isAssignableFrom(method.getReturnType())) {
      return AsyncCall.begin(handle.handles(), () -> call(called, inside(result)));
    }
    return call(called, result);
  }

  private @Nullable Object call(DistantMethod called, Type result) {
    byte[] answer = handle.ask(called);
    if (result == void.class || result == Void.class) {
      return null;
    }
    try {
      return handle.handles().json().readAs(answer, result);
    } catch (JsonException e) {
      throw new HandleException.Failed(
          "what "
              + called
              + " of "
              + handle.callee()
              + " gave does not fit "
              + result.getTypeName()
              + ": "
              + e.getMessage());
    }
  }

  private DistantMethod named(Method method, Object[] arguments) {
    PluginJson json = handle.handles().json();
    List<String> types = Arrays.stream(method.getParameterTypes()).map(Class::getName).toList();
    List<byte[]> written = Arrays.stream(arguments).map(json::write).toList();
    return new DistantMethod(typeName, method.getName(), types, written);
  }

  private static Type inside(Type stage) {
    return stage instanceof ParameterizedType of ? of.getActualTypeArguments()[0] : Object.class;
  }
}
