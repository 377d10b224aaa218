package io.jarserve.server.plugin;

import io.jarserve.server.model.InstanceStatus.PendingUnload;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Proves that closed generations are gone: it knows each closed class loader until the JVM has
 * collected it, and whom to suspect meanwhile. Safe for use by many threads; nothing of it survives
 * the server.
 *
 * <p><b>Patience.</b> A class loader goes with a collection of the old generation, for which an
 * idle JVM has no reason. So a loader that is pending is normal, and only one that stays so is a
 * leak. To tell them apart the watch hints at a collection when a loader has been pending for
 * {@link #PATIENCE}; not more often than every {@link #BETWEEN_HINTS}, and no more than {@value
 * #MOST_HINTS} times on account of one loader: what survived those is held by something.
 */
public final class UnloadWatch {

  static final Duration PATIENCE = Duration.ofMinutes(2);
  static final Duration BETWEEN_HINTS = Duration.ofMinutes(10);
  static final int MOST_HINTS = 3;
  private static final int MOST_LOOKED_FOR = 20;

  private final InstantSource clock;
  private final Consumer<BooleanSupplier> collectionHint;
  private final ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();
  private final Set<ClosedLoader> pending = ConcurrentHashMap.newKeySet();

  /** Guarded by this. */
  private Instant lastHint = Instant.MIN;

  public UnloadWatch() {
    this(InstantSource.system());
  }

  public UnloadWatch(InstantSource clock) {
    this(clock, CollectionHint::give);
  }

  /**
   * @param collectionHint is told when more collections are needless
   */
  UnloadWatch(InstantSource clock, Consumer<BooleanSupplier> collectionHint) {
    this.clock = clock;
    this.collectionHint = collectionHint;
  }

  /**
   * The closed generations whose class loaders still live, oldest first; suspects are looked for on
   * account of the {@value #MOST_LOOKED_FOR} oldest.
   */
  public List<PendingUnload> pending(Instant now) {
    forgetCollected();
    List<ClosedLoader> open =
        pending.stream().sorted(Comparator.comparing(ClosedLoader::since)).toList();
    hint(open, now);
    return IntStream.range(0, open.size())
        .mapToObj(i -> open.get(i).view(now, i < MOST_LOOKED_FOR))
        .toList();
  }

  void watch(GenerationSource source, ClassLoader loader, Suspects suspects) {
    pending.add(new ClosedLoader(source, loader, collected, suspects, clock.instant()));
  }

  private void forgetCollected() {
    Reference<? extends ClassLoader> gone = collected.poll();
    while (gone != null) {
      pending.remove(gone);
      gone = collected.poll();
    }
  }

  private void hint(List<ClosedLoader> open, Instant now) {
    List<ClosedLoader> overdue =
        open.stream().filter(closed -> closed.deservesHint(now, PATIENCE, MOST_HINTS)).toList();
    if (!overdue.isEmpty() && takeTurn(now)) {
      overdue.forEach(ClosedLoader::hinted);
      collectionHint.accept(() -> overdue.stream().allMatch(ClosedLoader::isCollected));
    }
  }

  private synchronized boolean takeTurn(Instant now) {
    if (lastHint.isAfter(now.minus(BETWEEN_HINTS))) {
      return false;
    }
    lastHint = now;
    return true;
  }
}
