package io.jarserve.server.proxy;

import org.eclipse.jetty.util.security.SecurityUtils;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Jetty's threads. Whoever needs one gets it made, and that may be a thread of a plugin, which has
 * just finished an answer. What a thread takes over from the one that makes it would keep the
 * plugin's code in memory: its group, its context class loader, its inheritable thread locals, and
 * up to Java 23 the code on its stack. So all of that is the server's here. None of them keeps the
 * process alive: whoever starts a server waits for its end, or lets it go with the program. Any
 * thread.
 */
final class ServerThreads extends QueuedThreadPool {

  private static final int LEAST = 4;
  private static final int MOST = 16;
  private static final int MOST_PER_CORE = 4;

  private final ThreadGroup group = Thread.currentThread().getThreadGroup();

  /** Made by a thread of the server's. */
  ServerThreads() {
    super(Math.max(MOST, MOST_PER_CORE * Runtime.getRuntime().availableProcessors()), LEAST);
    setName("jarserve-http");
    setDaemon(true);
  }

  @Override
  public Thread newThread(Runnable task) {
    return SecurityUtils.doPrivileged(() -> made(task));
  }

  @SuppressWarnings("ThreadPriorityCheck") // the one that makes it may have any
  private Thread made(Runnable task) {
    Thread thread = new Thread(group, task, "", 0, false);
    thread.setName(getName() + "-" + thread.getId());
    thread.setDaemon(isDaemon());
    thread.setPriority(getThreadsPriority());
    thread.setContextClassLoader(ServerThreads.class.getClassLoader());
    return thread;
  }
}
