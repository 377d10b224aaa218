package io.jarserve.benchmarks.micro;

import io.jarserve.benchmarks.micro.handles.Adder;
import io.jarserve.benchmarks.micro.handles.AdderDeployment;
import io.jarserve.benchmarks.micro.handles.CallingDeployment;
import io.jarserve.benchmarks.packing.PluginFile;
import io.jarserve.server.metrics.Meters;
import io.jarserve.server.model.DeploymentId;
import io.jarserve.server.model.DeploymentSpec;
import io.jarserve.server.model.Digest;
import io.jarserve.server.model.Options;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.plan.Assignment;
import io.jarserve.server.plan.ServingPlan;
import io.jarserve.server.plugin.UnloadWatch;
import io.jarserve.server.replica.Influence;
import io.jarserve.server.replica.ReplicaRunner;
import io.jarserve.server.replica.ReplicaSettings;
import io.jarserve.server.routing.Router;
import io.jarserve.server.time.Time;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Real replicas of a real JAR, without a port: one caller, two callees. */
final class HandlePlugin implements AutoCloseable {

  static final ReplicaId CALLER = new ReplicaId(new DeploymentId("bench", "caller"), "a");

  private static final List<Class<?>> DEPLOYMENTS =
      List.of(AdderDeployment.class, CallingDeployment.class);

  private final Meters meters = new Meters();
  private final ReplicaRunner runner;

  /** Waits until all replicas run. */
  HandlePlugin(Path dir) throws IOException, InterruptedException {
    Path jar = dir.resolve("bench.jar");
    PluginFile.write(jar, "bench", "1.0", DEPLOYMENTS, Adder.class);
    CountDownLatch running = new CountDownLatch(1);
    runner =
        new ReplicaRunner(
            ReplicaSettings.defaults(dir.resolve("work")),
            digest -> jar,
            new Router(meters),
            meters,
            new UnloadWatch(),
            Influence.NONE,
            Time.SYSTEM,
            report -> {
              if (report.replicas().values().stream().filter(one -> one.healthy()).count() == 3) {
                running.countDown();
              }
            });
    runner.follow(new ServingPlan(1, assignments(), Map.of()));
    running.await();
  }

  @Override
  public void close() {
    runner.close();
    meters.close();
  }

  private static Map<ReplicaId, Assignment> assignments() {
    Map<ReplicaId, Assignment> all = new HashMap<>();
    assign(all, CALLER, CallingDeployment.class);
    for (String tag : List.of("a", "b")) {
      assign(all, new ReplicaId(new DeploymentId("bench", "adder"), tag), AdderDeployment.class);
    }
    return all;
  }

  private static void assign(Map<ReplicaId, Assignment> all, ReplicaId id, Class<?> type) {
    DeploymentSpec spec = new DeploymentSpec(id.deployment(), type.getName(), Options.defaults());
    all.put(id, new Assignment(id, 1, "1.0", new Digest("0".repeat(64)), spec));
  }
}
