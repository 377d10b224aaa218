package io.jarserve.server.routing;

import io.jarserve.server.model.DeploymentId;
import io.jarserve.server.model.ReplicaId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpField;

/** A target with slots, which answers when the test says so. */
final class HandTarget implements Target, Handling {

  private final ReplicaId id;
  private final AtomicInteger ongoing = new AtomicInteger();
  private final Queue<Exchange> taken = new ConcurrentLinkedQueue<>();
  final AtomicInteger cuts = new AtomicInteger();
  volatile int slots;
  volatile Set<String> models = Set.of();
  volatile boolean room = true;
  volatile boolean broken;

  HandTarget(DeploymentId deployment, String tag, int slots) {
    this.id = new ReplicaId(deployment, tag);
    this.slots = slots;
  }

  @Override
  public ReplicaId id() {
    return id;
  }

  @Override
  public boolean offer(Exchange exchange) {
    if (broken) {
      throw new IllegalStateException("broken on purpose");
    }
    int now = ongoing.get();
    while (now < slots) {
      if (ongoing.compareAndSet(now, now + 1)) {
        exchange.begin(this);
        taken.add(exchange);
        return true;
      }
      now = ongoing.get();
    }
    return false;
  }

  @Override
  public int ongoing() {
    return ongoing.get();
  }

  @Override
  public boolean isMultiplexed() {
    return !models.isEmpty();
  }

  @Override
  public boolean holds(String modelId) {
    return models.contains(modelId);
  }

  @Override
  public boolean hasRoom() {
    return room;
  }

  @Override
  public void cut() {
    cuts.incrementAndGet();
  }

  int taken() {
    return taken.size();
  }

  /** Wins the right to answer the one that it took first, and goes no further. */
  boolean claimOne() {
    Exchange exchange = taken.peek();
    return exchange != null && exchange.claim();
  }

  /** Answers the one that it took first; false when there is none. */
  boolean answerOne() {
    Exchange exchange = taken.poll();
    if (exchange == null) {
      return false;
    }
    ongoing.decrementAndGet();
    exchange.slotFreed();
    if (exchange.claim()) {
      String text = id.tag() + " " + exchange.path();
      exchange.send(200, new HttpField[0], ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }
    return true;
  }
}
