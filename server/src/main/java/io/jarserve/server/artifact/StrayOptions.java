package io.jarserve.server.artifact;

import io.jarserve.server.json.NearestName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Options files that change nothing, because of their names: what somebody probably meant. Pure.
 *
 * <p>They are no errors: the directory may hold files that are not meant for us, and options may
 * come before their JAR.
 */
final class StrayOptions {

  private final Map<String, Optional<Verdict>> files;
  private final Set<String> applications = new TreeSet<>();

  private StrayOptions(Map<String, Optional<Verdict>> files) {
    this.files = files;
    files.keySet().forEach(file -> application(file).ifPresent(applications::add));
  }

  /**
   * @param files every file that is there; empty while it was not judged yet
   * @return nothing while a JAR was not judged: it may be the one that is missing
   */
  static List<String> warnings(Map<String, Optional<Verdict>> files) {
    boolean known =
        files.entrySet().stream()
            .noneMatch(file -> Sight.isJar(file.getKey()) && file.getValue().isEmpty());
    StrayOptions stray = new StrayOptions(files);
    return known
        ? files.keySet().stream().sorted().flatMap(file -> stray.warning(file).stream()).toList()
        : List.of();
  }

  private Optional<String> warning(String file) {
    if (!Sight.isOptions(file) || isInUse(file)) {
      return Optional.empty();
    }
    String name = file.substring(0, file.lastIndexOf('.'));
    return Optional.of(
        meant(name)
            .map(application -> misnamed(file, application))
            .orElseGet(() -> unknown(file, name)));
  }

  private boolean isInUse(String file) {
    return applications.stream().anyMatch(name -> file.equals(name + Sight.OPTIONS));
  }

  /** The application itself, that of the JAR of the same name, or the nearest name. */
  private Optional<String> meant(String name) {
    return Stream.of(
            Optional.of(name).filter(applications::contains),
            application(name + Sight.JAR),
            NearestName.of(name, applications))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static String misnamed(String file, String application) {
    return "%s changes nothing: options are read from <application>%s; if it is meant for application '%s', rename it to %s%s"
        .formatted(file, Sight.OPTIONS, application, application, Sight.OPTIONS);
  }

  private String unknown(String file, String name) {
    String known = applications.isEmpty() ? "none" : String.join(", ", applications);
    return "%s changes nothing while no JAR here is application '%s' (there is %s); drop its JAR, or move it away if it is not meant for this server"
        .formatted(file, name, known);
  }

  private Optional<String> application(String file) {
    Verdict verdict = files.getOrDefault(file, Optional.empty()).orElse(null);
    if (verdict instanceof Verdict.Good good) {
      return Optional.of(good.artifact().application());
    }
    return verdict instanceof Verdict.Refused refused ? refused.application() : Optional.empty();
  }
}
