package io.jarserve.server.plugin;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * A virtual thread for each task, on a Java that has them. Safe for use by many threads.
 *
 * <p>They are found by name, since the code is compiled for Java 17: once per generation, so that a
 * request pays for a thread and nothing else.
 */
final class VirtualThreads implements PluginThreads.Requests {

  private static final @Nullable MethodHandle OF_VIRTUAL = ofVirtual();

  private final String title;
  private final ThreadFactory factory;
  private final Set<Thread> live = ConcurrentHashMap.newKeySet();

  /** Null once ended: whoever keeps this object does not keep the plugin. */
  private volatile @Nullable ClassLoader loader;

  VirtualThreads(String title, ClassLoader loader) {
    this.title = title;
    this.loader = loader;
    this.factory = factory(title);
  }

  static boolean available() {
    return OF_VIRTUAL != null;
  }

  @Override
  public void execute(Runnable task) {
    Thread thread = factory.newThread(() -> run(task));
    live.add(thread);
    ClassLoader context = loader;
    if (context == null) {
      live.remove(thread);
      throw new RejectedExecutionException(title + " is closed");
    }
    thread.setContextClassLoader(context);
    thread.start();
  }

  @Override
  public void end() {
    loader = null;
    live.forEach(Thread::interrupt);
  }

  @Override
  public Set<Thread> running() {
    return live;
  }

  private void run(Runnable task) {
    try {
      task.run();
    } finally {
      live.remove(Thread.currentThread());
    }
  }

  private static @Nullable MethodHandle ofVirtual() {
    if (Runtime.version().feature() < 21) {
      return null;
    }
    try {
      Class<?> builder = Class.forName("java.lang.Thread$Builder$OfVirtual");
      return MethodHandles.publicLookup()
          .findStatic(Thread.class, "ofVirtual", MethodType.methodType(builder));
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }

  private static ThreadFactory factory(String title) {
    try {
      Class<?> type = Class.forName("java.lang.Thread$Builder");
      Object builder = Objects.requireNonNull(OF_VIRTUAL).invoke();
      type.getMethod("name", String.class).invoke(builder, title);
      type.getMethod("inheritInheritableThreadLocals", boolean.class).invoke(builder, false);
      return (ThreadFactory) type.getMethod("factory").invoke(builder);
    } catch (Throwable e) {
      throw new IllegalStateException("this Java has virtual threads and gives none out", e);
    }
  }
}
