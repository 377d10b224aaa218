package io.jarserve.server.replica.models;

import io.jarserve.api.ModelLease;
import io.jarserve.api.ModelLoader;
import io.jarserve.api.Multiplexed;
import io.jarserve.server.concurrent.Causes;
import io.jarserve.server.metrics.ModelMeter;
import io.jarserve.server.model.ReplicaId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The models of one replica. Any thread.
 *
 * <p><b>Why no caching library.</b> Those that evict by weight and frequency may let the model go
 * that was just loaded, and evict after the new one has come. Here room is made before a model is
 * loaded: the least recently used one that nobody uses leaves, else the least recently used one. So
 * no more models than wanted are in memory, but for those that are in use.
 */
public final class OwnModels<M> implements Multiplexed<M> {

  private final ReplicaId replica;
  private final Executor executor;
  private final ModelMeter meter;
  private final int most;
  private final ModelLoader<M> loader;
  private final Map<String, Slot<M>> slots = new ConcurrentHashMap<>();
  private final AtomicLong uses = new AtomicLong();
  private final ReentrantLock changing = new ReentrantLock();

  /** Guarded by {@link #changing}. */
  private boolean ended;

  /**
   * @param executor of the replica, for work that belongs to no request
   * @param most how many models there may be; at least 1
   */
  public OwnModels(
      ReplicaId replica, Executor executor, ModelMeter meter, int most, ModelLoader<M> loader) {
    if (most < 1) {
      throw new IllegalArgumentException("maxModels must be at least 1 but is " + most);
    }
    this.replica = replica;
    this.executor = executor;
    this.meter = meter;
    this.most = most;
    this.loader = Objects.requireNonNull(loader);
  }

  @Override
  public ModelLease<M> lease(String modelId) throws Exception {
    Slot<M> slot = slots.get(modelId);
    if (slot == null || !slot.enter()) {
      slot = entered(modelId);
    }
    slot.used(uses.incrementAndGet());
    try {
      return slot.await();
    } catch (ExecutionException e) {
      throw Causes.of(e);
    }
  }

  @Override
  public Set<String> modelIds() {
    return Set.copyOf(slots.keySet());
  }

  /** Whether it is there, or on its way. No use of it. */
  boolean holds(String modelId) {
    return slots.containsKey(modelId);
  }

  /** Whether one more may come without another having to leave. */
  boolean haveRoom() {
    return slots.size() < most;
  }

  /** The replica has stopped: all leave, and no other comes. For threads of the replica. */
  void end() {
    List<Slot<M>> leaving;
    changing.lock();
    try {
      ended = true;
      leaving = List.copyOf(slots.values());
      slots.clear();
    } finally {
      changing.unlock();
    }
    leaving.forEach(this::unload);
  }

  /** The slot of a model, with one more user; a new one is being loaded. */
  private Slot<M> entered(String modelId) {
    changing.lock();
    try {
      if (ended) {
        throw new IllegalStateException("replica " + replica + " has stopped");
      }
      Slot<M> known = slots.get(modelId);
      return known != null && known.enter() ? known : begun(modelId);
    } finally {
      changing.unlock();
    }
  }

  private Slot<M> begun(String modelId) {
    List<Slot<M>> leaving = madeRoom();
    Slot<M> slot = new Slot<>(modelId);
    slots.put(modelId, slot);
    try {
      executor.execute(() -> load(slot, leaving));
    } catch (RejectedExecutionException e) {
      slots.remove(modelId);
      throw new IllegalStateException("replica " + replica + " can have no thread");
    }
    return slot;
  }

  /** Takes out what must leave before another comes. */
  private List<Slot<M>> madeRoom() {
    List<Slot<M>> oldestFirst = new ArrayList<>(slots.values());
    oldestFirst.sort(Comparator.comparingLong(Slot::lastUse));
    List<Slot<M>> leaving = new ArrayList<>();
    while (oldestFirst.size() >= most) {
      Slot<M> next =
          oldestFirst.stream()
              .filter(slot -> !slot.isUsed())
              .findFirst()
              .orElse(oldestFirst.get(0));
      oldestFirst.remove(next);
      slots.remove(next.id());
      leaving.add(next);
    }
    return leaving;
  }

  private void load(Slot<M> slot, List<Slot<M>> leaving) {
    leaving.forEach(this::unload);
    long began = System.nanoTime();
    try {
      M model = loader.load(slot.id());
      if (model == null) {
        throw new IllegalStateException("the loader returned null for model '" + slot.id() + "'");
      }
      meter.loaded(System.nanoTime() - began);
      slot.loaded(model);
    } catch (Throwable thrown) {
      meter.loadFailed();
      slots.remove(slot.id(), slot);
      slot.failed(thrown);
    }
  }

  private void unload(Slot<M> slot) {
    meter.unloaded();
    slot.leave();
  }
}
