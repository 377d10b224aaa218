package io.jarserve.server.replica.handle;

import io.jarserve.server.model.DeploymentId;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The interfaces that callees are called by. Stateless. */
final class CalleeInterface {

  private CalleeInterface() {}

  /**
   * @throws IllegalArgumentException when it is none
   */
  static void check(Class<?> type, DeploymentId callee) {
    if (!type.isInterface() || type.isAnnotation()) {
      throw new IllegalArgumentException(
          type.getName()
              + " is no interface, and "
              + callee
              + " can be called by one only: let its class implement an interface with the methods"
              + " to call, and ask for that");
    }
  }

  static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  /** All interfaces of a class, by name. */
  static List<String> of(Class<?> type) {
    return all(type).stream().map(Class::getName).toList();
  }

  /** The interface of that name, among those of a class; null when there is none. */
  static @Nullable Class<?> find(Class<?> type, String name) {
    return all(type).stream().filter(one -> one.getName().equals(name)).findFirst().orElse(null);
  }

  private static Set<Class<?>> all(Class<?> type) {
    Set<Class<?>> all = new LinkedHashSet<>();
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      collect(c, all);
    }
    return all;
  }

  /** The methods that every object has, on a proxy. */
  static @Nullable Object ofObject(
      Object proxy, Method method, Object @Nullable [] arguments, Object shown) {
    return switch (method.getName()) {
      case "equals" -> arguments != null && arguments[0] == proxy;
      case "hashCode" -> System.identityHashCode(proxy);
      default -> shown.toString();
    };
  }

  private static void collect(Class<?> type, Set<Class<?>> all) {
    for (Class<?> one : type.getInterfaces()) {
      if (all.add(one)) {
        collect(one, all);
      }
    }
  }
}
