package io.jarserve.server.artifact;

import io.jarserve.server.artifact.Listing.Accepted;
import io.jarserve.server.artifact.Listing.Rejected;
import io.jarserve.server.artifact.jar.RefusedException;
import io.jarserve.server.model.ApplicationSpec;
import io.jarserve.server.model.DeploymentSpec;
import io.jarserve.server.model.Digest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * From what was found in each file to what is accepted and what is rejected. Pure.
 *
 * <p>Which of several versions is to serve is not decided here. But of two files that claim to be
 * the same version with different bytes, the one that was accepted first keeps, and an options file
 * that is not understood holds back every JAR of its application.
 */
final class ListingRules {

  private static final Verdict NO_OPTIONS = new Verdict.Options(OptionsFile.none());

  private final Map<String, Optional<Verdict>> files;
  private final List<Accepted> accepted = new ArrayList<>();
  private final List<Rejected> rejected = new ArrayList<>();

  /** A good JAR and its name. */
  private record Candidate(String file, Artifact artifact) {}

  /** What follows from the files that are there. */
  record Outcome(List<Accepted> accepted, List<Rejected> rejected, List<String> warnings) {}

  private ListingRules(Map<String, Optional<Verdict>> files) {
    this.files = files;
  }

  /**
   * @param files every file that is there; empty while it was not judged yet
   * @param acceptedBefore earliest first
   */
  static Outcome decide(Map<String, Optional<Verdict>> files, Map<String, Digest> acceptedBefore) {
    ListingRules rules = new ListingRules(files);
    rules.refusedJars();
    rules.candidates(acceptedBefore).forEach(rules::application);
    rules.accepted.sort(Comparator.comparing(accepted -> accepted.spec().file()));
    rules.rejected.sort(Comparator.comparing(Rejected::file));
    return new Outcome(rules.accepted, rules.rejected, StrayOptions.warnings(files));
  }

  private void refusedJars() {
    files.forEach(
        (file, verdict) -> {
          if (Sight.isJar(file) && verdict.orElse(null) instanceof Verdict.Refused refused) {
            rejected.add(
                new Rejected(file, refused.application(), refused.digest(), refused.reason()));
          }
        });
  }

  private Map<String, List<Candidate>> candidates(Map<String, Digest> acceptedBefore) {
    Map<String, Integer> places = new HashMap<>();
    acceptedBefore.forEach((file, digest) -> places.put(file + digest, places.size()));
    Comparator<Candidate> firstAcceptedFirst =
        Comparator.comparing(
            candidate ->
                places.getOrDefault(
                    candidate.file + candidate.artifact.digest(), Integer.MAX_VALUE));
    return files.entrySet().stream()
        .flatMap(file -> file.getValue().stream().flatMap(v -> candidate(file.getKey(), v)))
        .sorted(firstAcceptedFirst.thenComparing(Candidate::file))
        .collect(
            Collectors.groupingBy(
                candidate -> candidate.artifact.application(), TreeMap::new, Collectors.toList()));
  }

  private static Stream<Candidate> candidate(String file, Verdict verdict) {
    return verdict instanceof Verdict.Good good
        ? Stream.of(new Candidate(file, good.artifact()))
        : Stream.empty();
  }

  private void application(String application, List<Candidate> candidates) {
    List<Candidate> agreeing = withoutConflicts(candidates);
    String file = application + Sight.OPTIONS;
    Optional<Verdict> options = files.getOrDefault(file, Optional.of(NO_OPTIONS));
    if (options.orElse(null) instanceof Verdict.Refused refused) {
      reject(file, highest(agreeing), refused.reason());
    } else if (options.orElse(null) instanceof Verdict.Options found) {
      agreeing.forEach(candidate -> merge(candidate, found.options(), file, highest(agreeing)));
    }
  }

  private List<Candidate> withoutConflicts(List<Candidate> candidates) {
    List<Candidate> agreeing = new ArrayList<>();
    for (Candidate candidate : candidates) {
      Optional<Candidate> rival =
          agreeing.stream().filter(other -> conflict(other, candidate)).findFirst();
      rival.ifPresentOrElse(
          other -> rejected.add(conflicting(candidate, other)), () -> agreeing.add(candidate));
    }
    return agreeing;
  }

  private static boolean conflict(Candidate one, Candidate other) {
    return !one.artifact.digest().equals(other.artifact.digest())
        && one.artifact.versionNumber().equals(other.artifact.versionNumber());
  }

  private static Rejected conflicting(Candidate late, Candidate first) {
    String reason =
        "%s and %s both are application %s in version %s, but with different bytes (%s and %s); %s stays; give this one a higher version, or delete one of them"
            .formatted(
                late.file,
                first.file,
                late.artifact.application(),
                late.artifact.version(),
                late.artifact.digest().brief(),
                first.artifact.digest().brief(),
                first.file);
    return new Rejected(
        late.file,
        Optional.of(late.artifact.application()),
        Optional.of(late.artifact.digest()),
        reason);
  }

  private void merge(
      Candidate candidate, OptionsFile options, String optionsFile, Candidate highest) {
    try {
      accepted.add(new Accepted(spec(candidate, options)));
    } catch (RefusedException e) {
      // options that only the version which is to serve understands are meant for that one
      if (candidate.equals(highest)) {
        reject(optionsFile, candidate, e.reason());
      }
    }
  }

  private static ApplicationSpec spec(Candidate candidate, OptionsFile options)
      throws RefusedException {
    Artifact artifact = candidate.artifact;
    List<DeploymentSpec> deployments = options.over(artifact.deployments());
    return new ApplicationSpec(
        artifact.application(), artifact.version(), artifact.digest(), candidate.file, deployments);
  }

  private void reject(String optionsFile, Candidate candidate, String reason) {
    rejected.add(
        new Rejected(
            optionsFile,
            Optional.of(candidate.artifact.application()),
            Optional.of(candidate.artifact.digest()),
            reason));
  }

  private static Candidate highest(List<Candidate> candidates) {
    return candidates.stream()
        .max(Comparator.comparing(candidate -> candidate.artifact.versionNumber()))
        .orElseThrow();
  }
}
