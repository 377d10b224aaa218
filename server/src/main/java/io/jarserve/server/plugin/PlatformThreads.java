package io.jarserve.server.plugin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The platform threads of one generation: daemons, in a thread group of their own, so that threads
 * which plugin code makes on them can be found. Safe for use by many threads.
 */
final class PlatformThreads extends ThreadPoolExecutor implements PluginThreads.Requests {

  private static final int KEEP_ALIVE_SECONDS = 5;

  private final ThreadGroup group;
  private final ClassLoader loader;
  private final AtomicInteger numbers = new AtomicInteger();

  PlatformThreads(String title, ClassLoader loader) {
    super(0, Integer.MAX_VALUE, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>());
    this.group = new ThreadGroup(rootGroup(), title);
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
  }

  /** A task before may have left another one behind. */
  @Override
  protected void beforeExecute(Thread thread, Runnable task) {
    thread.setContextClassLoader(loader);
  }

  /** The live threads of the group, those that plugin code made included. */
  List<Thread> inGroup() {
    Thread[] found = new Thread[group.activeCount() + 16];
    int count = group.enumerate(found);
    return new ArrayList<>(Arrays.asList(found).subList(0, count));
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
    Thread thread = new Thread(group, task, name, 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(loader);
    return thread;
  }

  private static ThreadGroup rootGroup() {
    ThreadGroup root = Thread.currentThread().getThreadGroup();
    while (root.getParent() != null) {
      root = root.getParent();
    }
    return root;
  }
}
