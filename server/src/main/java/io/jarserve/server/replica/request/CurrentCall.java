package io.jarserve.server.replica.request;

import io.jarserve.api.CurrentRequest;
import io.jarserve.api.Multiplexed;
import io.jarserve.api.TraceContext;
import io.jarserve.server.model.DeploymentId;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.routing.Exchange;
import io.jarserve.server.routing.Handling;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/**
 * What the current thread works on: for which replica, and for which request if for one. Whoever
 * lets a thread into a plugin says so here, and log lines, tasks of the replica's executor and
 * calls of other deployments take it from here.
 *
 * <p>It costs an object a request and a thread-local: what is seldom asked for, such as the trace,
 * is found when it is asked for. It holds nothing of a plugin, and nothing of the exchange but
 * immutable headers, so that it may outlive both. Any thread.
 */
public class CurrentCall implements CurrentRequest {

  private static final ThreadLocal<@Nullable CurrentCall> CURRENT = new ThreadLocal<>();
  private static final String OUTSIDE = "";

  private final ReplicaId replica;
  private final String requestId;
  private final @Nullable HttpFields headers;
  private final @Nullable CurrentCall caller;

  /** The first on its way, which knows what is the same for all of them. */
  private final CurrentCall first;

  /** Of the first: whether there is a deadline; none any more once something stays open. */
  private volatile boolean limited;

  /** Of the first. */
  private volatile long deadline;

  private volatile boolean cut;

  /** Of the first: a thread of Jetty's that it came on; null when there is none. */
  private volatile @Nullable Thread borrowed;

  /** What ends with it; null until something does. */
  private volatile @Nullable Set<Handling> children;

  /** Guarded by this. */
  private @Nullable TraceContext trace;

  private CurrentCall(
      ReplicaId replica,
      String requestId,
      boolean limited,
      long deadline,
      @Nullable HttpFields headers,
      @Nullable CurrentCall caller) {
    this.replica = replica;
    this.requestId = requestId;
    this.limited = limited;
    this.deadline = deadline;
    this.headers = headers;
    this.caller = caller;
    this.first = caller == null ? this : caller.first;
  }

  /** What a handle says that is made for a model. */
  private static final class ForModel extends CurrentCall {
    private final String model;

    ForModel(CurrentCall caller, String model) {
      super(caller.replica, caller.requestId, false, 0, caller.headers, caller);
      this.model = model;
    }

    @Override
    public Optional<String> multiplexedModelId() {
      return Optional.of(model);
    }
  }

  /** An exchange at a replica. */
  static CurrentCall of(ReplicaId replica, Exchange exchange) {
    return new CurrentCall(
        replica,
        exchange.id(),
        exchange.hasDeadline(),
        exchange.deadline(),
        exchange.request().getHeaders(),
        null);
  }

  /** Work of a replica that belongs to no request, such as its start. */
  public static CurrentCall outside(ReplicaId replica) {
    return new CurrentCall(replica, OUTSIDE, false, 0, null, null);
  }

  /** The same request, as far as it is one, at another replica that is called for it. */
  public CurrentCall at(ReplicaId callee) {
    return new CurrentCall(callee, requestId, false, 0, headers, this);
  }

  /** The same work, as far as it is done for a model. */
  public CurrentCall forModel(String modelId) {
    return new ForModel(this, modelId);
  }

  /** What the current thread works on; null when nobody said so. */
  public static @Nullable CurrentCall get() {
    return CURRENT.get();
  }

  /** What the current thread works on, else work of that replica outside of any request. */
  public static CurrentCall orOutside(ReplicaId replica) {
    CurrentCall current = get();
    return current != null ? current : outside(replica);
  }

  /**
   * From here on the current thread works on this.
   *
   * @return what it worked on before, for {@link #leave}
   */
  public @Nullable CurrentCall enter() {
    CurrentCall before = CURRENT.get();
    CURRENT.set(this);
    return before;
  }

  /** The current thread works again on what it worked on before. */
  public static void leave(@Nullable CurrentCall before) {
    CURRENT.set(before);
  }

  /** Runs a task on this. */
  public void run(Runnable task) {
    CurrentCall before = enter();
    try {
      task.run();
    } finally {
      leave(before);
    }
  }

  /** Calls on this. */
  public <T> T call(Callable<T> body) throws Exception {
    CurrentCall before = enter();
    try {
      return body.call();
    } finally {
      leave(before);
    }
  }

  public ReplicaId replica() {
    return replica;
  }

  /** Whether it belongs to a request; what {@link CurrentRequest} tells is of meaning then. */
  @SuppressWarnings("ReferenceEquality") // no request id, however empty, is that one
  public boolean isInRequest() {
    return requestId != OUTSIDE;
  }

  @Override
  public String id() {
    return requestId;
  }

  /** Whether there is a deadline. */
  public boolean hasDeadline() {
    return first.limited;
  }

  /** In the time of {@link System#nanoTime}; of meaning only if there is one. */
  public long deadline() {
    return first.deadline;
  }

  /** Whether its time is up. */
  public boolean isLate(long now) {
    return first.limited && first.deadline - now <= 0;
  }

  @Override
  public Optional<Duration> timeLeft() {
    return hasDeadline()
        ? Optional.of(Duration.ofNanos(Math.max(0, deadline() - System.nanoTime())))
        : Optional.empty();
  }

  @Override
  public TraceContext trace() {
    return first.ownTrace();
  }

  /** It stays open, so that the deadline means nothing from here on. */
  void lasts() {
    first.limited = false;
  }

  /** Time was moved by hand: its deadline comes that much nearer. */
  void hasten(long nanos) {
    long nearer = first.deadline - nanos;
    first.deadline = nearer;
  }

  @Override
  public Optional<String> multiplexedModelId() {
    return caller != null
        ? caller.multiplexedModelId()
        : Optional.ofNullable(headers).map(all -> all.get(Multiplexed.HEADER));
  }

  /** Nobody waits for its outcome: there is no sense in working on it. Must not block. */
  public void cut() {
    cut = true;
    Set<Handling> all = children;
    if (all != null) {
      all.forEach(Handling::cut);
    }
  }

  /** Whether it was ended from outside, or one that it belongs to. */
  public boolean isCut() {
    return cut || (caller != null && caller.isCut());
  }

  /**
   * Something that goes on elsewhere ends with this one and with those that this belongs to; at
   * once when one of them was ended.
   */
  public void adopt(Handling child) {
    for (CurrentCall one = this; one != null; one = one.caller) {
      one.family().add(child);
    }
    if (isCut()) {
      child.cut();
    }
  }

  /** That has ended. */
  public void release(Handling child) {
    for (CurrentCall one = this; one != null; one = one.caller) {
      Set<Handling> all = one.children;
      if (all != null) {
        all.remove(child);
      }
    }
  }

  /** The thread is not the plugin's: it must not wait. */
  void borrows(Thread thread) {
    first.borrowed = thread;
  }

  /** Whether the current thread must not wait on account of it. */
  public boolean mustNotWait() {
    Thread thread = first.borrowed;
    return thread != null && thread.equals(Thread.currentThread());
  }

  /** Whether it came through a deployment. */
  public boolean cameThrough(DeploymentId deployment) {
    return replica.deploymentId().equals(deployment)
        || (caller != null && caller.cameThrough(deployment));
  }

  /** The deployments that it came through, in order. */
  public String way() {
    if (caller == null) {
      return replica.deploymentId().toString();
    }
    boolean same = caller.replica.equals(replica);
    return same ? caller.way() : caller.way() + " -> " + replica.deploymentId();
  }

  /**
   * Whether nobody waits for the outcome any more.
   *
   * @param now in the time of {@link System#nanoTime}
   */
  public boolean isOver(long now) {
    return isLate(now) || isCut();
  }

  private synchronized Set<Handling> family() {
    Set<Handling> all = children;
    if (all == null) {
      all = ConcurrentHashMap.newKeySet();
      children = all;
    }
    return all;
  }

  private synchronized TraceContext ownTrace() {
    if (trace == null) {
      trace = Traces.of(headers);
    }
    return trace;
  }

  /** For log lines: {@code application#deployment#replica request-id}. */
  @Override
  public String toString() {
    return isInRequest() ? replica + " " + requestId : replica.toString();
  }
}
