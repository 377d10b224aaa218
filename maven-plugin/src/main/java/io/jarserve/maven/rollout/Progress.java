package io.jarserve.maven.rollout;

import io.jarserve.server.model.ApplicationStatus;
import io.jarserve.server.model.InstanceStatus;
import io.jarserve.server.model.InstanceStatus.ApplicationView;
import io.jarserve.server.model.InstanceStatus.DeploymentView;
import io.jarserve.server.model.InstanceStatus.RejectedFile;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How far a server is with a JAR that was dropped. */
public sealed interface Progress {

  /** It serves, with all its replicas. */
  record Running(String version) implements Progress {}

  /** It will not serve; why, with the remedy. */
  record Failed(String why) implements Progress {}

  /** Neither yet; what is known. */
  record Underway(String what) implements Progress {}

  /**
   * What a server's status says of a JAR. Pure.
   *
   * @param before what it said of the file before the drop: as long as it says the same, it may not
   *     have looked again
   */
  static Progress of(InstanceStatus status, PluginDrop drop, Optional<String> before) {
    Optional<String> refusal = refusal(status, drop.file());
    if (refusal.isPresent() && !refusal.equals(before)) {
      return new Failed(drop.file() + " is refused: " + refusal.get());
    }
    ApplicationView application = status.applications().get(drop.application());
    if (application == null) {
      return new Underway("the server has not taken it up");
    }
    if (!application.digest().equals(drop.digest().hex())) {
      return ofAnother(application, drop);
    }
    return switch (application.status()) {
      case RUNNING -> running(application);
      case DEPLOY_FAILED -> new Failed(why(application));
      default -> new Underway("it is " + application.status() + detail(application));
    };
  }

  /** What the server says against a file, if it does. */
  static Optional<String> refusal(InstanceStatus status, String file) {
    return status.rejectedFiles().stream()
        .filter(rejected -> rejected.file().equals(file))
        .map(RejectedFile::reason)
        .findFirst();
  }

  private static Progress running(ApplicationView application) {
    return application.digest().equals(application.servingDigest())
        ? new Running(application.version())
        : new Underway("it is " + ApplicationStatus.RUNNING + " in another version");
  }

  /** The server wants other bytes: it has not looked yet, or another file wins. */
  private static Progress ofAnother(ApplicationView application, PluginDrop drop) {
    if (application.superseded().contains(drop.file())) {
      return new Failed(
          "%s is superseded by %s, which is version %s of %s; raise the version above that, or delete that file"
              .formatted(
                  drop.file(), application.file(), application.version(), drop.application()));
    }
    return new Underway(
        "the server still wants version %s from %s"
            .formatted(application.version(), application.file()));
  }

  private static String why(ApplicationView application) {
    String details = details(application);
    return details.isEmpty() ? "it is DEPLOY_FAILED; the server's log says why" : details;
  }

  private static String detail(ApplicationView application) {
    String details = details(application);
    return details.isEmpty() ? "" : ": " + details;
  }

  private static String details(ApplicationView application) {
    Stream<String> ofDeployments =
        application.deployments().values().stream()
            .map(DeploymentView::message)
            .filter(message -> !application.message().contains(message));
    return Stream.concat(Stream.of(application.message()), ofDeployments)
        .map(String::strip)
        .filter(message -> !message.isEmpty())
        .distinct()
        .collect(Collectors.joining("; "));
  }
}
