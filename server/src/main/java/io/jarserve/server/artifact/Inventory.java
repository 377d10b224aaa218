package io.jarserve.server.artifact;

import io.jarserve.server.artifact.WatchedFile.Patience;
import io.jarserve.server.artifact.store.ArtifactStore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Every file of the deploy directory and how far it has come. Owned by the scanner's thread; all
 * times are handed in, in nanoseconds. For each verdict that holds it holds the artifact in the
 * store, also while the directory is out of sight.
 */
final class Inventory {

  private final ArtifactStore store;
  private final Patience patience;
  private final Map<String, WatchedFile> files = new TreeMap<>();

  Inventory(ArtifactStore store, Patience patience) {
    this.store = store;
    this.patience = patience;
  }

  /** Takes in a look at all files. What is missing in it stays until it is dropped. */
  void see(Map<String, Look> looks, long now) {
    looks.forEach(
        (name, look) -> {
          WatchedFile known = files.get(name);
          if (known == null || !known.look().equals(look)) {
            renamed(name, look, looks.keySet(), now)
                .ifPresentOrElse(file -> put(name, file), () -> changed(name, look, now));
          }
        });
  }

  private void changed(String name, Look look, long now) {
    WatchedFile known = files.get(name);
    if (known == null) {
      files.put(name, new WatchedFile(patience, look, now));
    } else {
      known.see(look, now);
    }
  }

  /** A JAR that had another name until now: what holds for that one holds for this. */
  private Optional<WatchedFile> renamed(String name, Look look, Set<String> present, long now) {
    if (!Sight.isJar(name)) {
      return Optional.empty();
    }
    return files.entrySet().stream()
        .filter(known -> !present.contains(known.getKey()))
        .map(Map.Entry::getValue)
        .filter(known -> known.look().isSameFile(look))
        .flatMap(known -> known.judgement().stream())
        .filter(Verdict.Good.class::isInstance)
        .findFirst()
        .map(verdict -> new WatchedFile(patience, look, now).judgeLike(verdict));
  }

  private void put(String name, WatchedFile file) {
    file.shown().ifPresent(this::hold);
    WatchedFile before = files.put(name, file);
    if (before != null) {
      before.shown().ifPresent(this::release);
    }
  }

  /** The files that are to be looked into now; the caller begins with each. */
  Map<String, WatchedFile> due(Set<String> present, long now) {
    Map<String, WatchedFile> due = new LinkedHashMap<>();
    files.forEach(
        (name, file) -> {
          if (present.contains(name) && file.isDue(now)) {
            due.put(name, file);
          }
        });
    return due;
  }

  /** Takes in what was found in a file. */
  void judge(String name, Look look, Verdict verdict, long now) {
    WatchedFile file = files.get(name);
    Optional<Verdict> before = file == null ? Optional.empty() : file.shown();
    if (file != null && file.judge(look, verdict, now)) {
      before.ifPresent(this::release);
    } else {
      release(verdict);
    }
  }

  /** These are gone for good. */
  void drop(Set<String> names) {
    for (String name : names) {
      WatchedFile file = files.remove(name);
      if (file != null) {
        file.shown().ifPresent(this::release);
      }
    }
  }

  Set<String> names() {
    return Set.copyOf(files.keySet());
  }

  /** What holds for each of these; empty while it was not judged yet. */
  Map<String, Optional<Verdict>> shown(Set<String> present) {
    Map<String, Optional<Verdict>> shown = new TreeMap<>();
    files.forEach(
        (name, file) -> {
          if (present.contains(name)) {
            shown.put(name, file.shown());
          }
        });
    return shown;
  }

  /** Whether every one of these was looked into at least once. */
  boolean allLookedInto(Set<String> present) {
    return files.entrySet().stream()
        .filter(file -> present.contains(file.getKey()))
        .allMatch(file -> file.getValue().lookedInto());
  }

  boolean unsettled() {
    return files.values().stream().anyMatch(WatchedFile::unsettled);
  }

  long nanosUntilDue(long now) {
    return files.values().stream()
        .mapToLong(file -> file.nanosUntilDue(now))
        .min()
        .orElse(Long.MAX_VALUE);
  }

  private void hold(Verdict verdict) {
    if (verdict instanceof Verdict.Good good) {
      store.hold(good.artifact().digest());
    }
  }

  private void release(Verdict verdict) {
    if (verdict instanceof Verdict.Good good) {
      store.release(good.artifact().digest());
    }
  }
}
