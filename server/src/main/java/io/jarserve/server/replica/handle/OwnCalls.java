package io.jarserve.server.replica.handle;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Behind the proxy of an interface: calls its methods on instances of the callee. Any thread. */
final class OwnCalls implements InvocationHandler {

  private static final Object[] NOTHING = {};
  private static final MethodType SHAPE =
      MethodType.methodType(Object.class, Object.class, Object[].class);

  private final OwnHandle handle;
  private final Map<Method, MethodHandle> methods = new HashMap<>();

  OwnCalls(OwnHandle handle, Class<?> type) {
    this.handle = handle;
    for (Method method : type.getMethods()) {
      if (!Modifier.isStatic(method.getModifiers())) {
        methods.put(method, handle(method));
      }
    }
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] given)
      throws Throwable {
    MethodHandle target = methods.get(method);
    if (target == null) {
      return CalleeInterface.ofObject(proxy, method, given, handle);
    }
    Object[] arguments = given == null ? NOTHING : given;
    return handle.use(
        replica -> (Object) target.invokeExact((Object) replica.deployment(), arguments));
  }

  private static MethodHandle handle(Method method) {
    try {
      method.setAccessible(true);
      return MethodHandles.lookup()
          .unreflect(method)
          .asFixedArity()
          .asSpreader(Object[].class, method.getParameterCount())
          .asType(SHAPE);
    } catch (IllegalAccessException e) {
      throw new IllegalArgumentException(
          method + " cannot be called: declare its interface public", e);
    }
  }
}
