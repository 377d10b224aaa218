package io.jarserve.server.cli;

import io.jarserve.server.model.ApplicationStatus;
import io.jarserve.server.model.DeploymentStatus;
import io.jarserve.server.model.InstanceStatus;
import io.jarserve.server.model.InstanceStatus.ApplicationView;
import io.jarserve.server.model.InstanceStatus.ControllerInfo;
import io.jarserve.server.model.InstanceStatus.DeploymentView;
import io.jarserve.server.model.InstanceStatus.HttpOptions;
import io.jarserve.server.model.InstanceStatus.PendingUnload;
import io.jarserve.server.model.InstanceStatus.RejectedFile;
import io.jarserve.server.model.InstanceStatus.ReplicaView;
import io.jarserve.server.model.ReplicaState;
import io.jarserve.server.model.StatusTrigger;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Statuses as a server would tell them. */
final class Statuses {

  private static final String DIGEST = "3f9c0a12b4de".repeat(6).substring(0, 64);

  private Statuses() {}

  static InstanceStatus of(ApplicationView... applications) {
    return with(List.of(), List.of(), applications);
  }

  static InstanceStatus with(
      List<RejectedFile> rejected, List<String> messages, ApplicationView... applications) {
    Map<String, ApplicationView> byName = new TreeMap<>();
    for (ApplicationView application : applications) {
      byName.put(application.name(), application);
    }
    return new InstanceStatus(
        new ControllerInfo(
            "n1", "serve", "0.1.0", "17.0.15", 4_000_000_000L, 1000, "/deploy-dir", false),
        "EveryNode",
        new HttpOptions("127.0.0.1", 8000, false),
        Map.of(),
        byName,
        rejected,
        List.of(
            new PendingUnload("old", "0.9", DIGEST, 75, List.of("a timer")),
            new PendingUnload("new", "0.9", DIGEST, 5, List.of())),
        messages,
        List.of());
  }

  static InstanceStatus with(InstanceStatus status, ControllerInfo controller) {
    return new InstanceStatus(
        controller,
        status.proxyLocation(),
        status.httpOptions(),
        status.proxies(),
        status.applications(),
        status.rejectedFiles(),
        status.pendingUnload(),
        status.messages(),
        status.warnings());
  }

  static ApplicationView running(String name) {
    return application(name, ApplicationStatus.RUNNING, "", "1.0", healthy());
  }

  static ApplicationView application(
      String name,
      ApplicationStatus status,
      String message,
      String servingVersion,
      DeploymentView deployment) {
    return new ApplicationView(
        name,
        "/" + name,
        status,
        message,
        1500.0,
        name + ".jar",
        "1.0",
        DIGEST,
        servingVersion,
        DIGEST,
        List.of(),
        0,
        null,
        Map.of("Main", deployment),
        null,
        null);
  }

  static DeploymentView healthy() {
    return deployment(DeploymentStatus.HEALTHY, "", replica("a1", ReplicaState.RUNNING, true, ""));
  }

  static DeploymentView deployment(DeploymentStatus status, String message, ReplicaView... views) {
    return new DeploymentView(
        "Main",
        status,
        StatusTrigger.UNSPECIFIED,
        message,
        Map.of("route_prefix", "/main"),
        views.length,
        List.of(views));
  }

  static ReplicaView replica(String tag, ReplicaState state, boolean healthy, String message) {
    return new ReplicaView(
        "x#Main#" + tag, state, healthy, "1.0", DIGEST, "n1", 4_000_000_000L, 1000, message);
  }
}
