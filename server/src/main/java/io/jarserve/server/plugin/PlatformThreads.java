package io.jarserve.server.plugin;

import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The platform threads of one generation: daemons, in a thread group of their own, so that threads
 * which plugin code makes on them can be found. Safe for use by many threads.
 */
final class PlatformThreads extends ThreadPoolExecutor implements PluginThreads.Requests {

  private static final int KEEP_ALIVE_SECONDS = 5;

  private final ThreadGroup group;
  private final AtomicInteger numbers = new AtomicInteger();

  /** Null once ended: whoever keeps this object does not keep the plugin. */
  private volatile @Nullable ClassLoader loader;

  PlatformThreads(String title, ClassLoader loader) {
    super(0, Integer.MAX_VALUE, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>());
    this.group = new ThreadGroup(Belonging.rootGroup(), title);
    this.loader = loader;
    setThreadFactory(this::newThread);
    setRejectedExecutionHandler(
        (task, pool) -> {
          throw new RejectedExecutionException(title + " is closed");
        });
  }

  @Override
  public void execute(Runnable task) {
    try {
      super.execute(task);
    } catch (OutOfMemoryError e) {
      throw new RejectedExecutionException(
          "no thread can be had (" + e.getMessage() + "): lower max_ongoing_requests");
    }
  }

  @Override
  public void end() {
    shutdownNow();
    loader = null;
  }

  /** Those of the group can be found without. */
  @Override
  public Set<Thread> running() {
    return Set.of();
  }

  /** A task before may have left another one behind. */
  @Override
  protected void beforeExecute(Thread thread, Runnable task) {
    thread.setContextClassLoader(loader);
  }

  ThreadGroup group() {
    return group;
  }

  /** Up to Java 18 a parent group holds its sub-groups until they are destroyed. */
  @SuppressWarnings({"removal", "deprecation"}) // without effect, and without need, from 19 on
  void releaseGroup() {
    try {
      group.setDaemon(true);
      group.destroy();
    } catch (IllegalThreadStateException e) {
      // threads are left in it: being a daemon, it goes with the last of them
    }
  }

  private Thread newThread(Runnable task) {
    String name = group.getName() + "#" + numbers.incrementAndGet();
    return new Own(group, task, name, loader);
  }

  /** A thread of this pool, to be told from those that plugin code made. */
  static final class Own extends Thread {
    Own(ThreadGroup group, Runnable task, String name, @Nullable ClassLoader loader) {
      super(group, task, name, 0, false);
      setDaemon(true);
      setContextClassLoader(loader);
    }
  }
}
