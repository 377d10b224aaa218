package io.jarserve.testkit;

import io.jarserve.server.json.NearestName;
import io.jarserve.server.model.ApplicationStatus;
import io.jarserve.server.model.DeploymentId;
import io.jarserve.server.model.InstanceStatus;
import io.jarserve.server.model.InstanceStatus.ApplicationView;
import io.jarserve.server.model.InstanceStatus.DeploymentView;
import io.jarserve.server.model.InstanceStatus.RejectedFile;
import io.jarserve.server.model.InstanceStatus.ReplicaView;
import io.jarserve.server.model.ReplicaState;
import io.jarserve.testkit.Applications.Dropped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One look at a server's status: what it means for a test, and how to tell it. Immutable. */
record Sight(InstanceStatus status) {

  /** Whether just what was dropped serves, with all its replicas. */
  boolean runs(Dropped wanted) {
    ApplicationView view = view(wanted);
    return view != null
        && view.status() == ApplicationStatus.RUNNING
        && wanted.digest().hex().equals(view.servingDigest());
  }

  /**
   * Why what was dropped will not serve, if that is certain.
   *
   * @param old refusals from before it was dropped
   */
  Optional<String> failure(Dropped wanted, Set<RejectedFile> old) {
    Optional<String> refused =
        status.rejectedFiles().stream()
            .filter(file -> isOf(file, wanted) && !old.contains(file))
            .map(file -> file.file() + " is refused: " + file.reason())
            .findFirst();
    ApplicationView view = view(wanted);
    return view != null && view.status() == ApplicationStatus.DEPLOY_FAILED
        ? Optional.of(view.name() + " failed to deploy: " + view.message())
        : refused;
  }

  /** The deployment of that name, in whatever application. */
  DeploymentId deployment(String name) {
    List<DeploymentId> all = deployments();
    List<DeploymentId> found =
        all.stream()
            .filter(id -> id.deployment().equals(name) || id.toString().equals(name))
            .toList();
    if (found.size() == 1) {
      return found.get(0);
    }
    List<String> names = all.stream().map(DeploymentId::deployment).toList();
    throw new IllegalArgumentException(
        found.isEmpty()
            ? "no deployment '" + name + "' is served, only " + all + NearestName.hint(name, names)
            : "several deployments are called '" + name + "': say which of " + found);
  }

  /** The deployment, where there is only one. */
  DeploymentId onlyDeployment() {
    List<DeploymentId> all = deployments();
    if (all.size() != 1) {
      throw new IllegalArgumentException(
          "a DeploymentHandle leads to one deployment: say with @Served(\"…\") which of " + all);
    }
    return all.get(0);
  }

  /** Ids of the replicas that run, sick ones included. */
  List<String> running(DeploymentId id) {
    return replicas(id)
        .filter(replica -> replica.state() == ReplicaState.RUNNING)
        .map(ReplicaView::replicaId)
        .sorted()
        .toList();
  }

  /** Whether no replica runs but takes no requests. */
  boolean isWell() {
    return deployments().stream()
        .flatMap(this::replicas)
        .allMatch(replica -> replica.state() != ReplicaState.RUNNING || replica.healthy());
  }

  /** The options of each deployment. */
  Map<String, Map<String, Object>> configs() {
    Map<String, Map<String, Object>> configs = new TreeMap<>();
    for (ApplicationView application : status.applications().values()) {
      application
          .deployments()
          .forEach(
              (name, view) ->
                  configs.put(application.name() + "#" + name, view.deploymentConfig()));
    }
    return configs;
  }

  /** Everything that a person needs to see why something is not as expected. */
  String text() {
    List<String> lines = new ArrayList<>();
    status.messages().forEach(message -> lines.add("! " + message));
    status.applications().values().forEach(application -> tell(application, lines));
    status
        .rejectedFiles()
        .forEach(file -> lines.add(file.file() + " is refused: " + file.reason()));
    return lines.isEmpty() ? "no application is known" : String.join("\n", lines);
  }

  private List<DeploymentId> deployments() {
    return status.applications().values().stream()
        .flatMap(
            application ->
                application.deployments().keySet().stream()
                    .map(name -> new DeploymentId(application.name(), name)))
        .toList();
  }

  private Stream<ReplicaView> replicas(DeploymentId id) {
    return Stream.ofNullable(status.applications().get(id.application()))
        .flatMap(application -> Stream.ofNullable(application.deployments().get(id.deployment())))
        .flatMap(deployment -> deployment.replicas().stream());
  }

  private static boolean isOf(RejectedFile file, Dropped wanted) {
    return file.file().equals(wanted.file())
        || file.file().equals(wanted.application() + Applications.OPTIONS);
  }

  private @Nullable ApplicationView view(Dropped wanted) {
    ApplicationView view = status.applications().get(wanted.application());
    return view != null && view.digest().equals(wanted.digest().hex()) ? view : null;
  }

  private static void tell(ApplicationView application, List<String> lines) {
    lines.add(
        "application %s %s is %s%s"
            .formatted(
                application.name(),
                application.version(),
                application.status(),
                because(application.message())));
    if (application.lastError() != null) {
      lines.add("  last error: " + application.lastError().message());
    }
    application.deployments().values().forEach(deployment -> tell(deployment, lines));
  }

  private static void tell(DeploymentView deployment, List<String> lines) {
    lines.add(
        "  deployment %s is %s%s"
            .formatted(deployment.name(), deployment.status(), because(deployment.message())));
    for (ReplicaView replica : deployment.replicas()) {
      lines.add(
          "    replica %s %s is %s%s"
              .formatted(
                  replica.replicaId(),
                  replica.version(),
                  replica.state(),
                  because(replica.message())));
    }
  }

  private static String because(String message) {
    return message.isBlank() ? "" : ": " + message;
  }
}
