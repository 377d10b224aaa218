package io.jarserve.server.admin;

import io.jarserve.server.model.ApplicationStatus;
import io.jarserve.server.model.DeploymentStatus;
import io.jarserve.server.model.InstanceStatus;
import io.jarserve.server.model.InstanceStatus.ApplicationView;
import io.jarserve.server.model.InstanceStatus.ControllerInfo;
import io.jarserve.server.model.InstanceStatus.DeploymentView;
import io.jarserve.server.model.InstanceStatus.HttpOptions;
import io.jarserve.server.model.InstanceStatus.LastError;
import io.jarserve.server.model.InstanceStatus.PendingUnload;
import io.jarserve.server.model.InstanceStatus.ProxyView;
import io.jarserve.server.model.InstanceStatus.RejectedFile;
import io.jarserve.server.model.InstanceStatus.ReplicaView;
import io.jarserve.server.model.ProxyStatus;
import io.jarserve.server.model.ReplicaState;
import io.jarserve.server.model.StatusTrigger;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Statuses as an instance would give them. */
final class Statuses {
  static final String DIGEST = "3f9c0a12b4de".repeat(6).substring(0, 64);

  private Statuses() {}

  static InstanceStatus empty() {
    return of(Map.of());
  }

  static InstanceStatus of(Map<String, ApplicationView> applications) {
    return new InstanceStatus(
        new ControllerInfo(
            "node-1", "serve", "0.1.0", "17.0.15", 4711, 1_000, "/deploy-dir", false),
        "EveryNode",
        new HttpOptions("127.0.0.1", 8000, false),
        Map.of("node-1", new ProxyView("node-1", "127.0.0.1", ProxyStatus.HEALTHY, null)),
        applications,
        List.of(new RejectedFile("broken.jar", "not a JAR: no central directory")),
        List.of(new PendingUnload("greet", "1.0", DIGEST, 12, List.of("thread 'ticker'"))),
        List.of(),
        List.of());
  }

  static InstanceStatus applications(int count, int replicas) {
    Map<String, ApplicationView> views = new TreeMap<>();
    IntStream.range(0, count)
        .mapToObj("app-%04d"::formatted)
        .forEach(name -> views.put(name, application(name, replicas)));
    return of(views);
  }

  static ApplicationView application(String name, int replicas) {
    return new ApplicationView(
        name,
        "/" + name,
        ApplicationStatus.RUNNING,
        "",
        1_700_000_000.5,
        name + ".jar",
        "1.0",
        DIGEST,
        "1.0",
        DIGEST,
        List.of(),
        0,
        null,
        Map.of("Greeter", deployment(name, replicas)),
        null,
        null);
  }

  static ApplicationView failed(String name, String error) {
    return new ApplicationView(
        name,
        null,
        ApplicationStatus.DEPLOY_FAILED,
        error,
        null,
        name + ".jar",
        "2.0",
        DIGEST,
        null,
        null,
        List.of("old-" + name + ".jar"),
        1,
        new LastError(error, 1_700_000_000),
        Map.of(),
        null,
        null);
  }

  private static DeploymentView deployment(String application, int replicas) {
    List<ReplicaView> views =
        IntStream.range(0, replicas)
            .mapToObj(i -> replica(application + "#Greeter#r" + i))
            .toList();
    Map<String, Object> config = new TreeMap<>(Map.of("num_replicas", replicas));
    return new DeploymentView(
        "Greeter",
        DeploymentStatus.HEALTHY,
        StatusTrigger.CONFIG_UPDATE_COMPLETED,
        "",
        config,
        replicas,
        views);
  }

  private static ReplicaView replica(String id) {
    return new ReplicaView(
        id, ReplicaState.RUNNING, true, "1.0", DIGEST, "node-1", 4711, 1_700_000_000, "");
  }
}
