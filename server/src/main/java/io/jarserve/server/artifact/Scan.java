package io.jarserve.server.artifact;

import io.jarserve.server.artifact.ListingRules.Outcome;
import io.jarserve.server.artifact.Standing.Believed;
import io.jarserve.server.artifact.Standing.Doubted;
import io.jarserve.server.artifact.WatchedFile.Patience;
import io.jarserve.server.artifact.store.ArtifactStore;
import io.jarserve.server.model.Digest;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One look after another at the deploy directory, and what follows from each. Owned by the
 * scanner's thread; all times are handed in, in nanoseconds.
 *
 * <p>Each look goes the same way: take in what was found in files, look at the directory, have
 * looked into what is due, decide whether the look is to be believed ({@link Standing}), which
 * files are gone ({@link Absences}, {@link LedgerKeeper}) and what follows from the others ({@link
 * ListingRules}), write down what is accepted, tell it, and put the markers right. A look that is
 * in doubt is taken twice before it is told.
 *
 * <p>Mostly nothing has changed: a look that shows the same as one that left nothing to do ends
 * there, since all that follows is a function of what was seen and found. So a directory of a
 * thousand applications costs a look at its files each second, and no more.
 */
final class Scan {

  private static final long FIRST_LISTING = Duration.ofSeconds(30).toNanos();

  private final DeployDirectory.Settings settings;
  private final long settle;
  private final Inventory inventory;
  private final Absences absences;
  private final LedgerKeeper ledger;
  private final Markers markers;
  private final News news;
  private final Work work;
  private final Consumer<Listing> consumer;

  private final long startedAt;
  private Sight sight = Sight.NOTHING;
  private Optional<Long> doubtedSince = Optional.empty();
  private Optional<Listing> told = Optional.empty();

  /** Whether the last look left nothing to do, and another that shows the same does as well. */
  private boolean settled;

  /** Has files looked into by other threads. */
  interface Work {
    void lookInto(String name, Look look, boolean quiet);
  }

  Scan(
      DeployDirectory.Settings settings,
      Patience patience,
      ArtifactStore store,
      LedgerKeeper ledger,
      News news,
      Work work,
      Consumer<Listing> consumer) {
    this.settings = settings;
    this.settle = patience.settle().toNanos();
    this.inventory = new Inventory(store, patience);
    this.absences = new Absences(patience.settle());
    this.ledger = ledger;
    this.markers = new Markers(settings.directory());
    this.news = news;
    this.work = work;
    this.consumer = consumer;
    this.startedAt = settings.nanoTime().getAsLong();
  }

  /** The directory that was there at the last look. */
  Optional<Object> directoryKey() {
    return sight.key();
  }

  /**
   * Looks once.
   *
   * @return how long until it pays to look again
   */
  long look() {
    long now = settings.nanoTime().getAsLong();
    List<News.Finding> findings = news.takeFindings();
    settled &= findings.isEmpty();
    findings.forEach(f -> inventory.judge(f.name(), f.look(), f.verdict(), now));
    Sight before = sight;
    sight = Sight.of(settings.directory(), before);
    Set<String> forgotten = news.takeForgotten();
    boolean sameAgain = settled && forgotten.isEmpty() && sight.equals(before) && !hasMarks();
    if (!sameAgain || inventory.nanosUntilDue(now) == 0) {
      settled = false;
      takeIn(forgotten, now);
    }
    return untilNextLook(now);
  }

  private void takeIn(Set<String> forgotten, long now) {
    inventory.see(sight.files(), now);
    ledger.forget(forgotten, present());
    begin(now);
    Standing standing = ledger.standing(sight);
    if (standing instanceof Believed believed) {
      believe(believed, now);
    } else if (standing instanceof Doubted doubted) {
      doubt(doubted, now);
    }
  }

  /** Whether there are markers to be put right: they are looked after in each look. */
  private boolean hasMarks() {
    return !sight.markers().isEmpty() || news.marks().filter(marks -> !marks.isEmpty()).isPresent();
  }

  /** A look failed, whatever it threw: what was told before holds, and why nothing new is seen. */
  void failed(Throwable cause) {
    Listing before = told.orElse(Listing.EMPTY);
    String problem =
        "a look at the deploy directory %s failed (%s) and is tried again every second; what is deployed stays as it is"
            .formatted(settings.directory(), cause);
    tell(new Listing(before.accepted(), before.rejected(), Set.of(), Optional.of(problem)));
  }

  private void begin(long now) {
    inventory
        .due(present(), now)
        .forEach(
            (name, file) -> {
              file.begin();
              work.lookInto(name, file.look(), file.isQuiet(now));
            });
  }

  private void believe(Believed standing, long now) {
    doubtedSince = Optional.empty();
    Set<String> expected = new HashSet<>(ledger.known(standing).keySet());
    expected.addAll(inventory.names());
    Set<String> missing = absences.observe(expected, present(), now);
    inventory.drop(missing);
    Outcome outcome = outcome(ledger.known(standing));
    Map<String, Digest> accepted = digests(outcome);
    boolean recorded = ledger.record(sight, standing, accepted);
    Set<String> deleted = ledger.deleted(standing, missing, accepted.keySet());
    tell(
        new Listing(
            outcome.accepted(), outcome.rejected(), deleted, Optional.empty(), outcome.warnings()),
        now);
    news.marks().ifPresent(reasons -> markers.show(reasons, sight));
    settled = recorded && absences.areNone() && told.isPresent();
  }

  private void doubt(Doubted standing, long now) {
    absences.forgetAll();
    long since = doubtedSince.orElse(now);
    doubtedSince = Optional.of(since);
    if (now - since >= settle) {
      Outcome outcome = outcome(Map.of());
      Optional<String> problem = Optional.of(standing.problem());
      tell(new Listing(outcome.accepted(), outcome.rejected(), Set.of(), problem), now);
    }
  }

  private Outcome outcome(Map<String, Digest> acceptedBefore) {
    return ListingRules.decide(inventory.shown(present()), acceptedBefore);
  }

  private static Map<String, Digest> digests(Outcome outcome) {
    Map<String, Digest> digests = new LinkedHashMap<>();
    outcome.accepted().forEach(a -> digests.put(a.spec().file(), a.spec().digest()));
    return digests;
  }

  private void tell(Listing listing, long now) {
    boolean ready = told.isPresent() || allKnown(now) || now - startedAt >= FIRST_LISTING;
    if (ready) {
      tell(listing);
    }
  }

  private void tell(Listing listing) {
    if (!told.equals(Optional.of(listing))) {
      consumer.accept(listing);
      told = Optional.of(listing);
    }
  }

  /** Whether the first listing would leave nothing out. */
  private boolean allKnown(long now) {
    return inventory.allLookedInto(present()) && !absences.open(now);
  }

  private Set<String> present() {
    return sight.files().keySet();
  }

  private long untilNextLook(long now) {
    boolean soon = inventory.unsettled() || absences.open(now) || doubtIsNew(now);
    long interval = settings.scanInterval().toNanos();
    long next = soon ? Math.min(settle, interval) : interval;
    return Math.min(next, inventory.nanosUntilDue(now));
  }

  private boolean doubtIsNew(long now) {
    return doubtedSince.filter(since -> now - since < settle).isPresent();
  }
}
