package io.jarserve.server.cli;

import io.jarserve.server.model.ApplicationStatus;
import io.jarserve.server.model.DeploymentStatus;
import io.jarserve.server.model.InstanceStatus;
import io.jarserve.server.model.InstanceStatus.ApplicationView;
import io.jarserve.server.model.InstanceStatus.DeploymentView;
import io.jarserve.server.model.InstanceStatus.ReplicaView;
import io.jarserve.server.model.ReplicaState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The status of an instance for people: a table, then what is wrong, then the sum. Pure. */
final class StatusReport {

  /** The collector needs a while; earlier it is no news. */
  private static final double LATE_UNLOAD_S = 60;

  private final InstanceStatus status;
  private final boolean everyReplica;

  /**
   * @param everyReplica false: only those that are not well
   */
  StatusReport(InstanceStatus status, boolean everyReplica) {
    this.status = status;
    this.everyReplica = everyReplica;
  }

  /** Whether everything that is wanted serves and nothing was refused. */
  static boolean allWell(InstanceStatus status) {
    return status.rejectedFiles().isEmpty()
        && status.messages().isEmpty()
        && status.applications().values().stream().allMatch(StatusReport::isWell);
  }

  private static boolean isWell(ApplicationView application) {
    return application.status() == ApplicationStatus.RUNNING
        && application.deployments().values().stream()
            .allMatch(deployment -> deployment.status() == DeploymentStatus.HEALTHY);
  }

  List<String> lines(Instant now) {
    List<String> lines = new ArrayList<>();
    lines.add(heading(now));
    lines.add("");
    lines.addAll(table());
    List<String> troubles = troubles();
    if (!troubles.isEmpty()) {
      lines.add("");
      lines.addAll(troubles);
    }
    lines.add("");
    lines.add(sum());
    return lines;
  }

  private String heading(Instant now) {
    InstanceStatus.ControllerInfo server = status.controllerInfo();
    Instant start = Instant.ofEpochMilli((long) (server.startTimeS() * 1000));
    return "Jarserve %s on %s, pid %s, Java %s, up %s"
        .formatted(
            server.version(),
            status.httpOptions().url(),
            server.pid(),
            server.java(),
            brief(Duration.between(start, now)));
  }

  private List<String> table() {
    if (status.applications().isEmpty()) {
      return List.of("No application yet: copy a plugin JAR into the deploy directory.");
    }
    Table table = new Table();
    table.row("APPLICATION", "STATUS", "REPLICAS", "VERSION", "ROUTE", "FILE");
    status.applications().values().forEach(application -> rows(table, application));
    return table.lines();
  }

  private void rows(Table table, ApplicationView application) {
    table.row(
        application.name(),
        application.status().name(),
        "",
        version(application),
        "",
        application.file());
    application.deployments().values().forEach(deployment -> rows(table, deployment));
  }

  private static String version(ApplicationView application) {
    String serving = application.servingVersion();
    boolean another = serving != null && !serving.equals(application.version());
    return application.version() + (another ? " (serving " + serving + ")" : "");
  }

  private void rows(Table table, DeploymentView deployment) {
    long ready = deployment.replicas().stream().filter(StatusReport::isReady).count();
    Object route = deployment.deploymentConfig().getOrDefault("route_prefix", "");
    table.row(
        "  " + deployment.name(),
        deployment.status().name(),
        ready + "/" + deployment.targetNumReplicas(),
        "",
        String.valueOf(route),
        "");
    deployment.replicas().stream()
        .filter(replica -> everyReplica || !isReady(replica))
        .forEach(replica -> row(table, replica));
  }

  private static void row(Table table, ReplicaView replica) {
    String state = replica.state().name();
    boolean sick = replica.state() == ReplicaState.RUNNING && !replica.healthy();
    table.row(
        "    " + tag(replica), sick ? state + ", sick" : state, "", replica.version(), "", "");
  }

  private static boolean isReady(ReplicaView replica) {
    return replica.state() == ReplicaState.RUNNING && replica.healthy();
  }

  private List<String> troubles() {
    List<String> lines = new ArrayList<>();
    status.messages().forEach(message -> lines.add("! " + Table.printable(message)));
    for (ApplicationView application : status.applications().values()) {
      troubles(application, lines);
    }
    status.warnings().forEach(warning -> lines.add("  " + Table.printable(warning)));
    status.rejectedFiles().stream()
        .filter(file -> !isTold(file))
        .forEach(file -> tell(lines, "! " + file.file() + " is refused", file.reason()));
    status.pendingUnload().stream()
        .filter(old -> old.ageS() >= LATE_UNLOAD_S)
        .forEach(old -> lines.add("  " + unload(old)));
    return lines;
  }

  private boolean isTold(InstanceStatus.RejectedFile file) {
    return status.applications().values().stream()
        .anyMatch(application -> application.message().contains(file.reason()));
  }

  private static void troubles(ApplicationView application, List<String> lines) {
    tell(lines, "! " + application.name(), application.message());
    for (DeploymentView deployment : application.deployments().values()) {
      String where = application.name() + "#" + deployment.name();
      if (!application.message().contains(deployment.message())) {
        tell(lines, "! " + where, deployment.message());
      }
      deployment.replicas().stream()
          .filter(replica -> !deployment.message().contains(replica.message()))
          .forEach(replica -> tell(lines, "! " + where + "#" + tag(replica), replica.message()));
    }
    for (String file : application.superseded()) {
      lines.add("  " + file + " is superseded by " + application.file());
    }
  }

  private static void tell(List<String> lines, String who, String message) {
    if (!message.isBlank()) {
      lines.add(who + ": " + Table.printable(message));
    }
  }

  private static String unload(InstanceStatus.PendingUnload old) {
    String suspects =
        old.suspects().isEmpty() ? "" : ", held by " + String.join(", ", old.suspects());
    return Table.printable(
        "%s %s is not unloaded after %s%s"
            .formatted(
                old.application(),
                old.version(),
                brief(Duration.ofMillis((long) (old.ageS() * 1000))),
                suspects));
  }

  private String sum() {
    long well = status.applications().values().stream().filter(StatusReport::isWell).count();
    int refused = status.rejectedFiles().size();
    return "%s of %s applications run as wanted%s"
        .formatted(
            well,
            status.applications().size(),
            refused == 0
                ? ""
                : "; " + refused + (refused == 1 ? " file is" : " files are") + " refused");
  }

  private static String tag(ReplicaView replica) {
    return replica.replicaId().substring(replica.replicaId().lastIndexOf('#') + 1);
  }

  private static String brief(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 120) {
      return seconds + " s";
    } else if (seconds < 7200) {
      return seconds / 60 + " min";
    }
    return seconds < 172_800 ? seconds / 3600 + " h" : seconds / 86_400 + " days";
  }
}
