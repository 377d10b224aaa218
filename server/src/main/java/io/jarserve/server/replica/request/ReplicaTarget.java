package io.jarserve.server.replica.request;

import io.jarserve.api.Deployment;
import io.jarserve.server.concurrent.SlotTable;
import io.jarserve.server.json.PluginJson;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.plugin.PluginThreads;
import io.jarserve.server.replica.models.HeldModels;
import io.jarserve.server.routing.Exchange;
import io.jarserve.server.routing.Handling;
import io.jarserve.server.routing.Refusal;
import io.jarserve.server.routing.Router;
import io.jarserve.server.routing.Target;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A replica that runs, as the router meets it. Any thread; lives as long as its replica.
 *
 * <p>A blocking deployment gets each request on a thread of its generation. A non-blocking one gets
 * it on the thread that brought it, after the body arrived; out of the queue it gets it on a thread
 * of its generation too, because the one that frees a slot may belong to another plugin.
 */
public final class ReplicaTarget implements Target {

  private static final int MANY = 1 << 7;

  private final ReplicaId id;
  private final Deployment deployment;
  private final RequestHandler handler;
  private final boolean nonBlocking;
  private final PluginThreads threads;
  private final PluginJson json;
  private final Answers answers;
  private final RequestGate gate;
  private final HandleSide handles;
  private final HeldModels models;
  private final Runnable onDrained;
  private final SlotTable<Interruption> underWay = new SlotTable<>(MANY);
  private final AtomicInteger overdue = new AtomicInteger();
  private volatile boolean threadsRefuse;

  /**
   * @param handles those who wait for a slot without an exchange
   * @param onDrained told when the gate is closed and the last request has left
   */
  public ReplicaTarget(
      ReplicaId id,
      PluginSide plugin,
      RequestGate gate,
      HandleSide handles,
      HeldModels models,
      Runnable onDrained) {
    this.id = id;
    this.deployment = plugin.deployment();
    this.handler = plugin.handler();
    this.nonBlocking = plugin.nonBlocking();
    this.threads = plugin.threads();
    this.json = plugin.json();
    this.answers = new Answers(json);
    this.gate = gate;
    this.handles = handles;
    this.models = models;
    this.onDrained = onDrained;
  }

  @Override
  public ReplicaId id() {
    return id;
  }

  @Override
  public boolean offer(Exchange exchange) {
    if (!gate.enter()) {
      return false;
    }
    ReplicaCall call = new ReplicaCall(this, exchange);
    if (nonBlocking && !exchange.wasQueued()) {
      call.runHere();
      return true;
    }
    return execute(call) || gaveBack();
  }

  /** Whether its deployment never waits. */
  public boolean isNonBlocking() {
    return nonBlocking;
  }

  @Override
  public int ongoing() {
    return gate.ongoing();
  }

  @Override
  public boolean isMultiplexed() {
    return models.isMultiplexed();
  }

  @Override
  public boolean holds(String modelId) {
    return models.holds(modelId);
  }

  @Override
  public boolean hasRoom() {
    return models.haveRoom();
  }

  /**
   * Whether it can be called at all: not when every slot is held by a request whose time is up, nor
   * when its generation can have no thread. The health check of deployments that have none of their
   * own; it costs no call into the plugin.
   */
  public boolean canBeCalled() {
    return overdue.get() < gate.limit() && (!threadsRefuse || execute(() -> {}));
  }

  /** Takes a slot for a call that is no exchange; to be given back by {@link #leave()}. */
  public boolean enter() {
    return gate.enter();
  }

  /** Gives a slot back: to one who waits for it, else to the gate. */
  public void leave() {
    if (gate.isOpen() && handles.handOver(this)) {
      return;
    }
    if (gate.leave()) {
      onDrained.run();
    }
    handles.slotFreed();
  }

  /** The calls without an exchange that hold a slot here. */
  public SlotTable<Interruption> underWay() {
    return underWay;
  }

  /** Ends the requests that hold a slot here. */
  public void cutShort(Router router) {
    router.forEachInFlight(
        exchange -> {
          if (exchange.handling() instanceof ReplicaCall call && call.holdsSlotOf(this)) {
            exchange.cutShort(
                Refusal.SHUTTING_DOWN, "the replica had to stop before it had answered");
          }
        });
    underWay.forEach(Handling::cut);
  }

  /** Ends what stays open by itself, because the replica is to go. */
  public void endLasting(Router router) {
    router.forEachInFlight(
        exchange -> {
          if (exchange.handling() instanceof ReplicaCall call && call.holdsSlotOf(this)) {
            call.drain();
          }
        });
  }

  /** Whether it takes no requests. */
  boolean isClosed() {
    return gate.isClosed();
  }

  /** The plugin's own; keep it no longer than a call. */
  public Deployment deployment() {
    return deployment;
  }

  /** What answers its requests: the plugin's own too. */
  public RequestHandler handler() {
    return handler;
  }

  /** JSON of its generation. */
  public PluginJson json() {
    return json;
  }

  Answers answers() {
    return answers;
  }

  @Nullable ClassLoader loader() {
    return deployment.getClass().getClassLoader();
  }

  /**
   * Runs a task on a thread of its generation.
   *
   * @return false: no thread could be had
   */
  public boolean execute(Runnable task) {
    try {
      threads.execute(task);
      if (threadsRefuse) {
        threadsRefuse = false;
      }
      return true;
    } catch (RejectedExecutionException refused) {
      threadsRefuse = true;
      return false;
    }
  }

  /** Runs code of the plugin beside a call, if a thread can be had; what it throws is logged. */
  public void aside(CurrentCall current, String what, Runnable code) {
    boolean unused = execute(() -> current.run(() -> Failures.guard(current, what, code)));
  }

  /** So many more calls than before hold a slot though their time is up. */
  public void overdue(int more) {
    overdue.addAndGet(more);
  }

  /** The deployment's code has returned: the slot is free. */
  void leave(Exchange exchange) {
    leave();
    exchange.slotFreed();
  }

  /** Says nothing to the router, which would offer again and again; the next sweep finds it. */
  private boolean gaveBack() {
    if (gate.leave()) {
      onDrained.run();
    }
    return false;
  }
}
