package io.jarserve.server.model;

import io.jarserve.server.model.ServedVersion.Fate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Where an application comes from, and the versions that it once served.
 *
 * @param owner the way by which it is changed; stays until it is deleted, or taken over from a
 *     program that is gone
 * @param number of what is wanted; one more with each change of it
 * @param by who wanted that, and by what
 * @param history what once served, oldest first, at most {@link #KEPT}; the last of them serves
 * @param overridden what the deploy directory asks for, where somebody rolled back from it; that
 *     holds until the directory asks for something else
 */
public record Lineage(
    Origin owner,
    long number,
    Provenance by,
    List<ServedVersion> history,
    Optional<ApplicationSpec> overridden) {

  /** So many versions of an application are kept with their artifacts. */
  public static final int KEPT = 10;

  public Lineage {
    history = List.copyOf(history);
  }

  /** Of an application that is wanted for the first time. */
  public static Lineage begun(Provenance by) {
    return new Lineage(by.origin(), 1, by, List.of(), Optional.empty());
  }

  /** What a checkpoint means that knows of no lineage: all of it came from the deploy directory. */
  static Lineage unrecorded(
      ApplicationSpec wanted, Optional<ApplicationSpec> lastGood, Optional<Instant> deployedAt) {
    Instant at = deployedAt.orElse(Instant.EPOCH);
    boolean settled = lastGood.map(good -> good.servesLike(wanted)).orElse(true);
    List<ServedVersion> history =
        lastGood.stream()
            .map(good -> new ServedVersion(1, good, from(good, at), at, Fate.SERVED))
            .toList();
    return new Lineage(
        Origin.DIRECTORY, settled ? 1 : 2, from(wanted, at), history, Optional.empty());
  }

  private static Provenance from(ApplicationSpec spec, Instant at) {
    return Provenance.directory(spec.file(), at);
  }

  /** Whether replicas of it served before, for good. */
  public boolean remembers(ApplicationSpec spec) {
    return history.stream().anyMatch(version -> version.spec().startsLike(spec));
  }

  /** The version that serves, or served last. */
  public Optional<ServedVersion> serving() {
    return history.isEmpty() ? Optional.empty() : Optional.of(history.get(history.size() - 1));
  }

  /** What once served under that number and is still kept. */
  public Optional<ServedVersion> version(long wantedNumber) {
    return history.stream().filter(version -> version.number() == wantedNumber).findFirst();
  }

  /**
   * The version to go back to when nobody says which: the newest before the serving one that was
   * not itself left for an older one, and that serves anything else.
   */
  public Optional<ServedVersion> before() {
    return serving().flatMap(this::before);
  }

  private Optional<ServedVersion> before(ServedVersion serving) {
    return history.stream()
        .filter(version -> version.fate() == Fate.SERVED)
        .filter(version -> !version.spec().servesLike(serving.spec()))
        .reduce((older, newer) -> newer);
  }

  Lineage ownedBy(Origin next) {
    return new Lineage(next, number, by, history, overridden);
  }

  /** The next version is wanted. */
  Lineage next(Provenance wantedBy) {
    return new Lineage(owner, number + 1, wantedBy, history, Optional.empty());
  }

  /** The next version is wanted in place of what the deploy directory asks for. */
  Lineage nextInstead(Provenance wantedBy, ApplicationSpec ofDirectory) {
    return new Lineage(owner, number + 1, wantedBy, history, Optional.of(ofDirectory));
  }

  Lineage withOverridden(ApplicationSpec renamed) {
    return new Lineage(owner, number, by, history, Optional.of(renamed));
  }

  /** What serves is left for an older version, under each number that it ever served. */
  Lineage leftBehind() {
    List<ServedVersion> changed =
        history.stream()
            .map(version -> isServing(version) ? version.withFate(Fate.ROLLED_BACK) : version)
            .toList();
    return new Lineage(owner, number, by, changed, overridden);
  }

  private boolean isServing(ServedVersion version) {
    return serving().map(last -> last.spec().servesLike(version.spec())).orElse(false);
  }

  /** The same without versions of these artifacts. */
  Lineage without(Predicate<Digest> passing) {
    List<ServedVersion> kept =
        history.stream().filter(version -> !passing.test(version.spec().digest())).toList();
    return new Lineage(owner, number, by, kept, overridden);
  }

  /** Whether history tells of what is wanted. */
  boolean tellsOf(ApplicationSpec wanted) {
    return serving().map(v -> v.number() == number && v.spec().equals(wanted)).orElse(false);
  }

  /**
   * What is wanted serves. A version that only has another number of replicas than the one before
   * takes its place, so that scaling drives no version out.
   */
  Lineage served(ApplicationSpec wanted, Instant now) {
    List<ServedVersion> changed = new ArrayList<>(history);
    Optional<ServedVersion> last = serving();
    if (last.map(version -> version.spec().differsAtMostInScale(wanted)).orElse(false)) {
      changed.remove(changed.size() - 1);
    }
    boolean known = last.map(version -> version.number() == number).orElse(false);
    changed.add(
        known
            ? last.orElseThrow().withSpec(wanted)
            : new ServedVersion(number, wanted, by, now, Fate.SERVED));
    int surplus = Math.max(0, changed.size() - KEPT);
    return new Lineage(owner, number, by, changed.subList(surplus, changed.size()), overridden);
  }
}
