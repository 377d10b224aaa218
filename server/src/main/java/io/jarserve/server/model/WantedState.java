package io.jarserve.server.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
        .flatMap(app -> Stream.concat(Stream.of(app.wanted()), app.lastGood().stream()))
        .map(ApplicationSpec::digest)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * One application.
   *
   * @param wanted what is to serve
   * @param lastGood what last served with all its replicas healthy
   * @param failed versions that must not be tried again until their bytes or options change
   * @param deployedAt when {@code lastGood} got there
   */
  public record Application(
      ApplicationSpec wanted,
      Optional<ApplicationSpec> lastGood,
      List<Failure> failed,
      Optional<Instant> deployedAt) {

    public Application {
      failed = List.copyOf(failed);
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
