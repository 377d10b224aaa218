package io.jarserve.server.plugin;

import io.jarserve.server.model.InstanceStatus.PendingUnload;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Proves that closed generations are gone: it knows each closed class loader until the JVM has
 * collected it, and whom to suspect meanwhile. Safe for use by many threads; nothing of it survives
 * the server.
 */
public final class UnloadWatch {

  private final ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();
  private final Set<Closed> pending = ConcurrentHashMap.newKeySet();

  /** The closed generations whose class loaders still live, oldest first. */
  public List<PendingUnload> pending(Instant now) {
    forgetCollected();
    List<Closed> open = new ArrayList<>(pending);
    open.sort((a, b) -> a.since.compareTo(b.since));
    return open.stream().map(closed -> closed.view(now)).toList();
  }

  void watch(GenerationSource source, ClassLoader loader, Suspects suspects, Instant now) {
    pending.add(new Closed(source, loader, collected, suspects, now));
  }

  private void forgetCollected() {
    Reference<? extends ClassLoader> gone = collected.poll();
    while (gone != null) {
      pending.remove(gone);
      gone = collected.poll();
    }
  }

  private static final class Closed extends PhantomReference<ClassLoader> {
    private final GenerationSource source;
    private final WeakReference<ClassLoader> loader;
    private final Suspects suspects;
    private final Instant since;

    Closed(
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

    PendingUnload view(Instant now) {
      double age = Duration.between(since, now).toMillis() / 1000.0;
      return new PendingUnload(
          source.application(),
          source.version(),
          source.digest().hex(),
          age,
          suspects.names(loader.get()));
    }
  }
}
