package io.jarserve.server.routing;

import io.jarserve.server.metrics.DeploymentMeter;
import io.jarserve.server.model.DeploymentId;
import io.jarserve.server.model.Options;
import io.jarserve.server.model.ReplicaId;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A deployment as the router sees it: the targets that take requests, the limits, and the queue of
 * those who wait because every target is full.
 *
 * <p><b>Choice.</b> See {@link Choice}; targets that hold the model which an exchange names come
 * first.
 *
 * <p><b>Queue.</b> First in, first out; who comes later never overtakes. It outlives any change of
 * the targets. No wake-up is lost: who enters counts itself first and looks for a free slot
 * afterwards, who frees a slot does so first and looks for somebody waiting afterwards. One thread
 * at a time hands over; those who come meanwhile leave it a note to look once more.
 *
 * <p>Any thread; targets and limits are written by the one that follows the plan.
 */
final class RoutedDeployment implements Places, ResponseCache.Way {

  private static final Target[] NONE = {};

  private final DeploymentId id;
  private final DeploymentMeter meter;
  private final Queue<Exchange> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger queued = new AtomicInteger();
  private final AtomicInteger handingOver = new AtomicInteger();
  private final ComingModels coming = new ComingModels();
  private final CacheChoice cacheChoice;
  private volatile @Nullable ResponseCache cache;
  private volatile Target[] targets = NONE;
  private volatile boolean dismissed;
  private volatile boolean multiplexed;
  private volatile Limits limits;

  /**
   * @param clock in nanoseconds, for what is kept
   */
  RoutedDeployment(DeploymentId id, DeploymentMeter meter, Options options, LongSupplier clock) {
    this.id = id;
    this.meter = meter;
    this.limits = Limits.of(options);
    this.cacheChoice = new CacheChoice(this, meter, clock);
    this.cache = cacheChoice.options(options);
    meter.watch(this::ongoing, queued::get);
  }

  DeploymentId id() {
    return id;
  }

  DeploymentMeter meter() {
    return meter;
  }

  Limits limits() {
    return limits;
  }

  int queued() {
    return queued.get();
  }

  /** Also says that it is wanted, if it was dismissed before. */
  void options(Options options) {
    limits = Limits.of(options);
    dismissed = false;
    cache = cacheChoice.options(options);
  }

  /**
   * The cache of another generation is out of sight before its targets are seen, and theirs in
   * sight only afterwards.
   *
   * @param generations of the targets
   */
  void targets(List<Target> newTargets, Map<ReplicaId, Long> generations) {
    ResponseCache next = cacheChoice.targets(generations);
    if (next != cache) {
      cache = null;
    }
    targets = newTargets.toArray(NONE);
    multiplexed = newTargets.stream().anyMatch(Target::isMultiplexed);
    cache = next;
    drain();
  }

  /** What was kept is not true any more. */
  void outdated() {
    cache = cacheChoice.anew();
  }

  /** Answers the exchange from what is kept, or takes it to a target. */
  @Override
  public void accept(Exchange exchange) {
    ResponseCache kept = cache;
    if (kept == null) {
      find(exchange);
    } else {
      kept.accept(exchange);
    }
  }

  /** Finds the exchange a target, a place in the queue, or an answer that says why not. */
  @Override
  public void find(Exchange exchange) {
    if (queued.get() == 0 && offer(exchange)) {
      return;
    }
    if (targets.length == 0) {
      exchange.refuse(Refusal.NO_HEALTHY_REPLICA, "no replica of " + id + " is healthy just now");
    } else if (takePlace()) {
      exchange.waits();
      queue.add(exchange);
      if (dismissed) {
        dismiss();
      }
      drain();
    } else {
      exchange.refuse(
          Refusal.QUEUE_FULL,
          "every replica of " + id + " is busy and " + limits.maxQueued() + " requests wait");
    }
  }

  /** Hands those who wait to whichever targets take them. */
  @Override
  public void drain() {
    if (queued.get() == 0 || handingOver.getAndIncrement() != 0) {
      return;
    }
    int notes = 1;
    while (notes != 0) {
      handOver();
      notes = handingOver.addAndGet(-notes);
    }
  }

  /** Takes one out of the queue, if it is still there. */
  void leave(Exchange exchange) {
    if (queue.remove(exchange)) {
      queued.decrementAndGet();
    }
  }

  /** One that is over brings no model any more. */
  void through(Exchange exchange) {
    String model = coming.isEmpty() ? null : exchange.modelId();
    if (model != null) {
      coming.through(model, exchange);
    }
  }

  /** Sends those who wait away, and those who come to wait, because nothing will serve them. */
  void dismiss() {
    dismissed = true;
    cache = cacheChoice.none();
    for (Exchange exchange : queue) {
      exchange.refuse(Refusal.NO_HEALTHY_REPLICA, "replicas of " + id + " are no longer wanted");
    }
  }

  @Override
  public boolean takePlace() {
    int most = limits.maxQueued();
    int now = queued.get();
    while (now < most) {
      if (queued.compareAndSet(now, now + 1)) {
        return true;
      }
      now = queued.get();
    }
    return false;
  }

  @Override
  public void leavePlace() {
    queued.decrementAndGet();
  }

  @Override
  public ComingModels coming() {
    return coming;
  }

  @Override
  public int most() {
    return limits.maxQueued();
  }

  @Override
  public long timeoutNanos() {
    return limits.timeoutNanos();
  }

  private void handOver() {
    for (Exchange head = queue.peek(); head != null; head = queue.peek()) {
      if (head.isOpen() && !offer(head)) {
        return;
      }
      leave(head);
    }
  }

  private boolean offer(Exchange exchange) {
    String model = multiplexed ? exchange.modelId() : null;
    Target taken =
        model == null
            ? Choice.ofAll(targets, exchange)
            : Choice.ofHolders(targets, model, exchange, coming, exchange);
    return taken != null;
  }

  private int ongoing() {
    int sum = 0;
    for (Target target : targets) {
      sum += target.ongoing();
    }
    return sum;
  }
}
