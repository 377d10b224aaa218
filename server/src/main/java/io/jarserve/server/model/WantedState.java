package io.jarserve.server.model;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that an instance must not forget: the contents of a checkpoint. Everything else follows from
 * it and from what is observed.
 *
 * @param applications in the order in which they were first accepted; an earlier one keeps a route
 *     prefix that a later one claims too
 */
public record WantedState(List<Application> applications) {

  public static final WantedState EMPTY = new WantedState(List.of());

  public WantedState {
    applications = List.copyOf(applications);
  }

  /** The artifacts that must not be lost: of what is wanted, and of what to go back to. */
  public Set<Digest> digests() {
    return applications.stream()
        .flatMap(Application::specs)
        .map(ApplicationSpec::digest)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * What of this outlives the process: nothing that serves one of these artifacts, or goes back to
   * it.
   */
  public WantedState without(Predicate<Digest> passing) {
    return new WantedState(
        applications.stream()
            .filter(app -> !passing.test(app.wanted.digest()))
            .map(app -> app.without(passing))
            .toList());
  }

  /** Of that name. */
  public Optional<Application> application(String name) {
    return applications.stream().filter(app -> app.wanted.name().equals(name)).findFirst();
  }

  /** Differs whenever what is wanted of any application does. */
  public String etag() {
    String all =
        applications.stream()
            .map(app -> app.wanted.name() + " " + app.etag())
            .sorted()
            .collect(Collectors.joining("\n"));
    return UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8)).toString();
  }

  /**
   * One application.
   *
   * @param wanted what is to serve
   * @param lastGood what last served with all its replicas healthy
   * @param failed versions that must not be tried again until their bytes or options change
   * @param deployedAt when {@code lastGood} got there
   * @param lineage where it comes from, and its history
   * @param bake how what is wanted is compared with {@code lastGood}; empty when it is not
   */
  public record Application(
      ApplicationSpec wanted,
      Optional<ApplicationSpec> lastGood,
      List<Failure> failed,
      Optional<Instant> deployedAt,
      Lineage lineage,
      Optional<Bake> bake) {

    public Application {
      failed = List.copyOf(failed);
      if (lineage == null) { // as in checkpoints of versions that wrote none
        lineage = Lineage.unrecorded(wanted, lastGood, deployedAt);
      }
    }

    /** As if it had always come from the deploy directory. */
    public Application(
        ApplicationSpec wanted,
        Optional<ApplicationSpec> lastGood,
        List<Failure> failed,
        Optional<Instant> deployedAt) {
      this(
          wanted,
          lastGood,
          failed,
          deployedAt,
          Lineage.unrecorded(wanted, lastGood, deployedAt),
          Optional.empty());
    }

    /** Wanted for the first time. */
    public static Application first(ApplicationSpec wanted, Provenance by) {
      return new Application(
          wanted,
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Lineage.begun(by),
          Optional.empty());
    }

    /** Differs whenever what is wanted does. */
    public String etag() {
      long at = lineage.by().at().toEpochMilli();
      return lineage.number() + "-" + Long.toString(at, Character.MAX_RADIX);
    }

    /** Something else is wanted: the next version. */
    public Application wanting(ApplicationSpec next, Provenance by) {
      return new Application(next, lastGood, List.of(), deployedAt, lineage.next(by), bakeAhead());
    }

    /** The same, changed another way from now on. */
    public Application ownedBy(Origin owner) {
      return withLineage(lineage.ownedBy(owner));
    }

    /** The same is wanted, from a file of another name. */
    public Application renamed(ApplicationSpec same) {
      return lineage.overridden().isPresent()
          ? withLineage(lineage.withOverridden(same))
          : new Application(same, lastGood, failed, deployedAt, lineage, bake);
    }

    /**
     * An older version is wanted again. Where the deploy directory asks for another, that one is
     * overridden.
     */
    public Application rolledBack(ApplicationSpec older, Provenance by) {
      Lineage left = lineage.leftBehind();
      boolean overrides = lineage.owner().isDirectory() && !older.servesLike(ofDirectory());
      Lineage next = overrides ? left.nextInstead(by, ofDirectory()) : left.next(by);
      return new Application(older, lastGood, List.of(), deployedAt, next, bakeAhead());
    }

    /** Whether it is known already that what is wanted serves. */
    public boolean isServed() {
      return lastGood.map(wanted::equals).orElse(false) && lineage.tellsOf(wanted);
    }

    /** What is wanted serves with all its replicas. */
    public Application served(Instant now) {
      boolean replaced = lastGood.map(good -> !good.servesLike(wanted)).orElse(true);
      return new Application(
          wanted,
          Optional.of(wanted),
          failed,
          replaced ? Optional.of(now) : deployedAt,
          lineage.served(wanted, now),
          Optional.empty());
    }

    /** What is wanted is, or is to be, compared with what served before. */
    public Application withBake(Bake changed) {
      return new Application(wanted, lastGood, failed, deployedAt, lineage, Optional.of(changed));
    }

    /** As far as it is known how the last good version fares; the watch has not begun. */
    public Application unwatched() {
      return new Application(wanted, lastGood, failed, deployedAt, lineage, bakeAhead());
    }

    private Optional<Bake> bakeAhead() {
      return bake.map(known -> Bake.ahead(known.before()));
    }

    /** Since when what is wanted is watched; empty when it is not. */
    public Optional<Instant> bakingSince() {
      return bake.flatMap(Bake::since);
    }

    private Application without(Predicate<Digest> passing) {
      Optional<ApplicationSpec> good = lastGood.filter(spec -> !passing.test(spec.digest()));
      return new Application(
          wanted,
          good,
          failed.stream().filter(failure -> !passing.test(failure.spec().digest())).toList(),
          deployedAt,
          lineage.without(passing),
          good.equals(lastGood) ? bake : Optional.empty());
    }

    private Stream<ApplicationSpec> specs() {
      Stream<ApplicationSpec> now =
          Stream.of(Optional.of(wanted), lastGood, lineage.overridden()).flatMap(Optional::stream);
      return Stream.concat(now, lineage.history().stream().map(ServedVersion::spec));
    }

    private Application withLineage(Lineage changed) {
      return new Application(wanted, lastGood, failed, deployedAt, changed, bake);
    }

    public Application withFailed(List<Failure> changed) {
      return new Application(wanted, lastGood, changed, deployedAt, lineage, bake);
    }

    /** What the deploy directory asks for, if it is the owner: what is wanted, or would be. */
    public ApplicationSpec ofDirectory() {
      return lineage.overridden().orElse(wanted);
    }

    /** Whether this was tried before, with the same bytes and options, in vain. */
    public Optional<Failure> failureOf(ApplicationSpec spec) {
      return failed.stream().filter(failure -> failure.spec().servesLike(spec)).findFirst();
    }
  }

  /**
   * A version that could not be brought to serve.
   *
   * @param spec what was tried
   * @param reason what went wrong, for people
   */
  public record Failure(ApplicationSpec spec, String reason, Instant at) {}
}
