package io.jarserve.server.plugin;

import java.lang.ref.Reference;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * The few places inside the JDK that hold what plugins leave behind and that no supported API
 * gives. Each answers nothing where its package is not opened to the server, which the launcher
 * does: then what is left behind is reported instead of taken back. Stateless.
 */
final class JdkInternals {

  /** What to do when {@link #opened} is false. */
  static final String REMEDY =
      "start the server with --add-opens for java.base/java.lang, java.base/java.util and"
          + " java.base/java.util.concurrent";

  private static final boolean OPENED = probe();

  private JdkInternals() {}

  /** Whether all of it can be used. */
  static boolean opened() {
    return OPENED;
  }

  private static boolean probe() {
    return shutdownHooks().isPresent()
        && type("java.util.TimerThread").flatMap(timer -> field(timer, "queue")).isPresent()
        && type("java.util.concurrent.ThreadPoolExecutor$Worker")
            .flatMap(worker -> field(worker, "this$0"))
            .isPresent();
  }

  /** What a thread was made to run; nothing for one that overrides {@code run}. */
  static Optional<Object> target(Thread thread) {
    return Runtime.version().feature() < 19
        ? get(Thread.class, "target", thread)
        : get(Thread.class, "holder", thread)
            .flatMap(holder -> get(holder.getClass(), "task", holder));
  }

  /** The threads that will run when the JVM ends. */
  static Optional<List<Thread>> shutdownHooks() {
    Optional<Class<?>> hooks = type("java.lang.ApplicationShutdownHooks");
    return hooks.flatMap(type -> get(type, "hooks", null)).map(map -> copy(hooks.get(), map));
  }

  /** The pool that a thread's target works for. */
  static Optional<ExecutorService> pool(Object target) {
    return get(target.getClass(), "this$0", target)
        .filter(ExecutorService.class::isInstance)
        .map(ExecutorService.class::cast);
  }

  /** Ends a timer from outside, as its own {@code cancel} does; false if that is not possible. */
  static boolean cancelTimer(Thread timer) {
    Object queue = get(timer.getClass(), "queue", timer).orElse(null);
    Field more = field(timer.getClass(), "newTasksMayBeScheduled").orElse(null);
    if (queue == null || more == null) {
      return false;
    }
    try {
      Method clear = queue.getClass().getDeclaredMethod("clear");
      clear.setAccessible(true);
      synchronized (queue) {
        more.setBoolean(timer, false);
        clear.invoke(queue);
        queue.notifyAll();
      }
      return true;
    } catch (ReflectiveOperationException | InaccessibleObjectException e) {
      return false;
    }
  }

  /**
   * The ThreadLocals of a thread and their values. The thread may change them meanwhile: what is
   * read may be stale, and must not be written to.
   */
  static List<Object> threadLocals(Thread thread) {
    List<Object> found = new ArrayList<>();
    for (String map : List.of("threadLocals", "inheritableThreadLocals")) {
      get(Thread.class, map, thread)
          .flatMap(locals -> get(locals.getClass(), "table", locals))
          .ifPresent(table -> addEntries((Object[]) table, found));
    }
    return found;
  }

  private static void addEntries(@Nullable Object[] table, List<Object> found) {
    for (Object entry : table) {
      if (entry instanceof Reference<?> reference) {
        Optional.ofNullable(reference.get()).ifPresent(found::add);
        get(entry.getClass(), "value", entry).ifPresent(found::add);
      }
    }
  }

  private static List<Thread> copy(Class<?> lock, Object hooks) {
    synchronized (lock) {
      return ((Map<?, ?>) hooks).keySet().stream().map(Thread.class::cast).toList();
    }
  }

  private static Optional<Object> get(Class<?> type, String field, @Nullable Object object) {
    return field(type, field).flatMap(found -> value(found, object));
  }

  private static Optional<Object> value(Field field, @Nullable Object object) {
    try {
      return Optional.ofNullable(field.get(object));
    } catch (IllegalAccessException e) {
      return Optional.empty();
    }
  }

  private static Optional<Class<?>> type(String name) {
    try {
      return Optional.of(Class.forName(name));
    } catch (ClassNotFoundException | LinkageError e) {
      return Optional.empty();
    }
  }

  private static Optional<Field> field(Class<?> type, String name) {
    try {
      Field field = type.getDeclaredField(name);
      return open(field) ? Optional.of(field) : Optional.empty();
    } catch (NoSuchFieldException e) {
      return Optional.empty();
    }
  }

  private static boolean open(AccessibleObject object) {
    try {
      object.setAccessible(true);
      return true;
    } catch (InaccessibleObjectException e) {
      return false;
    }
  }
}
