package io.jarserve.server.artifact.store;

import io.jarserve.server.model.Digest;
import io.jarserve.server.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds artifacts for a while, counted from their last use, and deletes what nobody needs then. Any
 * thread; one of its own deletes. In memory: until when. After a crash, whatever lies in the store
 * and is not needed is held once more for as long.
 */
public final class Leases implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Leases.class);

  private final ArtifactStore store;
  private final Duration grace;
  private final Predicate<Digest> needed;
  private final Time time;
  private final BlockingDeque<Boolean> wake;
  private final Thread sweeper;
  private final Map<Digest, Instant> heldUntil = new HashMap<>();
  private volatile boolean closed;

  /** Not started yet. */
  public Leases(ArtifactStore store, Duration grace, Predicate<Digest> needed, Time time) {
    this.store = store;
    this.grace = grace;
    this.needed = needed;
    this.time = time;
    this.wake = time.queue();
    this.sweeper = new Thread(this::sweep, "jarserve-artifact-sweep");
    this.sweeper.setDaemon(true);
  }

  public void start() {
    for (Digest digest : store.digests()) {
      if (!needed.test(digest)) {
        store.hold(digest);
        takeOver(digest);
      }
    }
    sweeper.start();
  }

  @Override
  public void close() {
    closed = true;
    sweeper.interrupt();
  }

  /** Whether it is there, and stays for a while longer. */
  public boolean reserve(Digest digest) {
    store.hold(digest);
    boolean there = store.contains(digest);
    if (there) {
      takeOver(digest);
    } else {
      store.release(digest);
    }
    return there;
  }

  /** Takes over one hold of the caller's. */
  public void takeOver(Digest digest) {
    Instant until = time.instant().plus(grace);
    Instant before;
    synchronized (heldUntil) {
      before = heldUntil.put(digest, until);
    }
    if (before != null) {
      store.release(digest);
    } else {
      wake.add(true);
    }
  }

  private void sweep() {
    try {
      while (!closed) {
        Duration wait = release(time.instant());
        wake.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      log.debug("no longer deleting artifacts");
    }
  }

  /** Lets go of what was held for long enough; tells when to look again. */
  private Duration release(Instant now) {
    Duration wait = grace;
    for (Map.Entry<Digest, Instant> held : held().entrySet()) {
      Duration left = Duration.between(now, held.getValue());
      if (left.isNegative() || left.isZero()) {
        letGo(held.getKey(), held.getValue());
      } else if (left.compareTo(wait) < 0) {
        wait = left;
      }
    }
    return wait;
  }

  private void letGo(Digest digest, Instant until) {
    boolean over;
    synchronized (heldUntil) {
      over = heldUntil.remove(digest, until);
    }
    if (over) {
      store.release(digest);
      if (store.discard(digest, needed)) {
        log.info("deleted artifact {}, which nobody deployed for {}", digest.brief(), grace);
      }
    }
  }

  private Map<Digest, Instant> held() {
    synchronized (heldUntil) {
      return Map.copyOf(heldUntil);
    }
  }
}
