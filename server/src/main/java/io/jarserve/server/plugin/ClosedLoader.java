package io.jarserve.server.plugin;

import io.jarserve.server.model.InstanceStatus.PendingUnload;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A class loader that was closed, for as long as it lives. Safe for use by many threads.
 *
 * <p>Looking for suspects goes through all threads of the JVM; one look serves all who ask within
 * {@link #LOOK_EVERY}.
 */
final class ClosedLoader extends PhantomReference<ClassLoader> {

  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

  private final GenerationSource source;
  private final WeakReference<ClassLoader> loader;
  private final Suspects suspects;
  private final Instant since;

  /** Guarded by this. */
  private Instant lookedAt = Instant.MIN;

  /** Guarded by this. */
  private List<String> names = List.of();

  /** Guarded by this. */
  private int hints;

  ClosedLoader(
      GenerationSource source,
      ClassLoader loader,
      ReferenceQueue<ClassLoader> collected,
      Suspects suspects,
      Instant since) {
    super(loader, collected);
    this.source = source;
    this.loader = new WeakReference<>(loader);
    this.suspects = suspects;
    this.since = since;
  }

  Instant since() {
    return since;
  }

  boolean isCollected() {
    return refersTo(null);
  }

  PendingUnload view(Instant now, boolean withSuspects) {
    return new PendingUnload(
        source.application(),
        source.version(),
        source.digest().hex(),
        Math.max(0, Duration.between(since, now).toMillis()) / 1000.0,
        withSuspects ? names(now) : List.of());
  }

  synchronized boolean deservesHint(Instant now, Duration patience, int mostHints) {
    return hints < mostHints && !since.plus(patience).isAfter(now);
  }

  synchronized void hinted() {
    hints++;
  }

  private synchronized List<String> names(Instant now) {
    if (!lookedAt.plus(LOOK_EVERY).isAfter(now)) {
      lookedAt = now;
      names = suspects.names(loader.get());
    }
    return names;
  }
}
