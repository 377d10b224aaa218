package io.jarserve.server.artifact;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Proves that names are gone: missing in two looks that lie some time apart, and in all between. A
 * look at a directory that cannot be trusted ends every proof that is under way. Owned by the
 * scanner's thread; all times are handed in, in nanoseconds.
 */
final class Absences {

  private final long apart;
  private final Map<String, Long> missingSince = new HashMap<>();

  Absences(Duration apart) {
    this.apart = apart.toNanos();
  }

  /** The expected names that are proven to be gone. */
  Set<String> observe(Set<String> expected, Set<String> present, long now) {
    missingSince.keySet().removeIf(name -> present.contains(name) || !expected.contains(name));
    expected.stream()
        .filter(name -> !present.contains(name))
        .forEach(name -> missingSince.putIfAbsent(name, now));
    return missingSince.entrySet().stream()
        .filter(missing -> now - missing.getValue() >= apart)
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether one more look may prove something. */
  boolean open(long now) {
    return missingSince.values().stream().anyMatch(since -> now - since < apart);
  }

  /** Whether nothing that is expected was missing at the last look. */
  boolean areNone() {
    return missingSince.isEmpty();
  }

  /** The directory cannot be trusted. */
  void forgetAll() {
    missingSince.clear();
  }
}
