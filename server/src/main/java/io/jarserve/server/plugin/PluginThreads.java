package io.jarserve.server.plugin;

import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * The threads of one generation: no plugin code runs anywhere else, and none of them outlives the
 * generation but those that plugin code refuses to leave. Safe for use by many threads.
 *
 * <p><b>Why of its own.</b> Whatever a plugin hangs on a thread (a ThreadLocal, the context class
 * loader, an inherited access control context) holds its class loader while that thread lives. When
 * the threads end with the generation, so does all of it.
 *
 * <p><b>Requests</b> run on a virtual thread each where the Java has them, else on the {@link
 * Crew}. <b>Calls</b> (start, health check, stop) run on the crew, on platform threads, so that
 * requests which spin on all carrier threads cannot keep a health check from running. The crew has
 * no upper bound, since whoever calls is bounded by the limits of the replicas, and an idle
 * application holds no thread.
 */
public final class PluginThreads {

  private final AbandonedCalls abandonedCalls = new AbandonedCalls();
  private final PlatformThreads platform;
  private final Requests requests;
  private final long firstThread = new Thread(() -> {}, "never-started").getId();

  PluginThreads(String title, ClassLoader loader) {
    this.platform = new PlatformThreads(title, loader);
    this.requests =
        VirtualThreads.available() ? new VirtualThreads(title, loader, platform) : platform;
  }

  /** What requests run on. */
  interface Requests extends Executor {
    /** Takes no new task and interrupts those that run. */
    void end();

    /** The threads of tasks under way that no thread group lists. */
    Set<Thread> running();
  }

  /**
   * Runs a task, a request, on a thread of its own.
   *
   * @param task catches its own throwables
   * @throws RejectedExecutionException when the generation is closed or no thread can be had
   */
  public void execute(Runnable task) {
    requests.execute(task);
  }

  /**
   * Calls into the plugin.
   *
   * @param what is called, for messages: begins them, such as {@code checkHealth}
   */
  public <T> Call<T> call(String what, Callable<T> body) {
    Call<T> call = new Call<>(what, body, abandonedCalls);
    try {
      platform.execute(call);
    } catch (RejectedExecutionException e) {
      call.refuse(String.valueOf(e.getMessage()));
    }
    return call;
  }

  /** How many calls were given up and still run. */
  public int abandoned() {
    return abandonedCalls.count();
  }

  /** Ends all of them: no new task is taken, those that run are interrupted. */
  void close() {
    requests.end();
    platform.end();
    platform.releaseGroup();
  }

  /** What belongs to the plugin that runs on these threads. */
  Belonging belonging(ClassLoader loader) {
    return new Belonging(loader, platform.group(), firstThread);
  }

  /** What may keep these threads alive. */
  Suspects suspects(List<String> remains) {
    return new Suspects(remains, abandonedCalls, requests.running(), platform.group(), firstThread);
  }
}
