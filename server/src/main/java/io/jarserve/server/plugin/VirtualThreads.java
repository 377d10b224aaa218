package io.jarserve.server.plugin;

import io.jarserve.server.concurrent.SlotTable;
import io.jarserve.server.concurrent.StateField;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * A virtual thread for each task, on a Java that has them. Safe for use by many threads.
 *
 * <p>They are found by name, since the code is compiled for Java 17: once per generation, so that a
 * request pays for a thread and nothing else.
 *
 * <p>All virtual threads of a JVM share a few carriers. When plugin code that computes without end
 * holds them all, tasks do not even begin: {@link CarrierWatch} finds those, and they run on the
 * platform threads of their generation instead.
 */
final class VirtualThreads implements PluginThreads.Requests {

  private static final @Nullable MethodHandle OF_VIRTUAL = ofVirtual();
  private static final int MANY = 1 << 6;
  private static final VarHandle STATE = StateField.of(MethodHandles.lookup(), Task.class);

  private final String title;
  private final ThreadFactory factory;
  private final PlatformThreads instead;
  private final SlotTable<Task> live = new SlotTable<>(MANY);

  /** Null once ended: whoever keeps this object does not keep the plugin. */
  private volatile @Nullable ClassLoader loader;

  /**
   * @param instead what runs tasks while no carrier is free
   */
  VirtualThreads(String title, ClassLoader loader, PlatformThreads instead) {
    this.title = title;
    this.loader = loader;
    this.instead = instead;
    this.factory = factory(title);
    CarrierWatch.join(this);
  }

  /** A task that begins once, on its virtual thread or on another that was faster. */
  private final class Task extends SlotTable.Entry implements Runnable {
    private static final int WAITING = 0;
    private static final int SEEN_WAITING = 1;
    private static final int BEGUN = 2;

    private final Runnable body;
    private volatile int state = WAITING;
    private volatile @Nullable Thread thread;

    Task(Runnable body) {
      this.body = body;
    }

    @Override
    public void run() {
      if ((int) STATE.getAndSet(this, BEGUN) == BEGUN) {
        return;
      }
      try {
        body.run();
      } finally {
        live.remove(this);
      }
    }

    /** Whether it has not begun although it was looked at before. */
    boolean waitsStill() {
      return !STATE.compareAndSet(this, WAITING, SEEN_WAITING) && state == SEEN_WAITING;
    }

    Optional<Thread> thread() {
      return Optional.ofNullable(thread);
    }
  }

  static boolean available() {
    return OF_VIRTUAL != null;
  }

  @Override
  public void execute(Runnable task) {
    if (CarrierWatch.isStarved()) {
      instead.execute(task);
      return;
    }
    Task own = new Task(task);
    Thread thread = factory.newThread(own);
    own.thread = thread;
    live.add(own, thread.getId());
    ClassLoader context = loader;
    if (context == null) {
      live.remove(own);
      throw new RejectedExecutionException(title + " is closed");
    }
    thread.setContextClassLoader(context);
    thread.start();
  }

  /**
   * Runs on platform threads what has waited for a carrier since the last call.
   *
   * @return whether there was something
   */
  boolean rescue() {
    List<Task> waiting = new ArrayList<>(0);
    live.forEach(
        task -> {
          if (task.waitsStill()) {
            waiting.add(task);
          }
        });
    waiting.forEach(this::runInstead);
    return !waiting.isEmpty();
  }

  @Override
  public void end() {
    loader = null;
    CarrierWatch.leave(this);
    running().forEach(Thread::interrupt);
  }

  @Override
  public Set<Thread> running() {
    Set<Thread> running = new HashSet<>();
    live.forEach(task -> task.thread().ifPresent(running::add));
    return running;
  }

  private void runInstead(Task task) {
    try {
      instead.execute(task);
    } catch (RejectedExecutionException closed) {
      // then it waits for its carrier after all
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
