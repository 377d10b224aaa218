package io.jarserve.server.concurrent;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The state of an object in a field of its own, where an {@link
 * java.util.concurrent.atomic.AtomicInteger} would be one more object for each. Stateless.
 */
public final class StateField {

  private StateField() {}

  /**
   * The volatile int field {@code state} of a class; to be kept in a static final field, else it is
   * slow.
   *
   * @param lookup of whoever may see it
   */
  public static VarHandle of(MethodHandles.Lookup lookup, Class<?> owner) {
    try {
      return lookup.findVarHandle(owner, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
