package io.jarserve.server.plugin;

import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The platform threads of one generation: daemons, in a thread group of their own, so that threads
 * which plugin code makes on them can be found. Safe for use by many threads.
 */
final class PlatformThreads implements PluginThreads.Requests {

  private final ThreadGroup group;
  private final Crew crew = new Crew(this::newThread, this::setContext);
  private final AtomicInteger numbers = new AtomicInteger();

  /** Null once ended: whoever keeps this object does not keep the plugin. */
  private volatile @Nullable ClassLoader loader;

  PlatformThreads(String title, ClassLoader loader) {
    this.group = new ThreadGroup(Belonging.rootGroup(), title);
    this.loader = loader;
  }

  @Override
  public void execute(Runnable task) {
    if (loader == null) {
      throw new RejectedExecutionException(group.getName() + " is closed");
    }
    crew.execute(task);
  }

  @Override
  public void end() {
    loader = null;
    crew.close();
  }

  /** Those of the group can be found without. */
  @Override
  public Set<Thread> running() {
    return Set.of();
  }

  ThreadGroup group() {
    return group;
  }

  /** How many there are, idle or not. */
  int size() {
    return crew.size();
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

  private Thread newThread(Runnable worker) {
    return new Own(group, worker, group.getName() + "#" + numbers.incrementAndGet(), loader);
  }

  /** A task before may have left another one behind. */
  private void setContext() {
    Thread.currentThread().setContextClassLoader(loader);
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
