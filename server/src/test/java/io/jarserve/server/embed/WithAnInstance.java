package io.jarserve.server.embed;

import io.jarserve.server.config.ServerConfig;
import io.jarserve.server.model.InstanceStatus.ApplicationView;
import io.jarserve.server.model.InstanceStatus.ReplicaView;
import io.jarserve.server.model.ReplicaState;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.TestNode;
import io.jarserve.server.testing.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a test of an instance in this process begins with: one that serves nothing yet. */
@Timeout(300)
abstract class WithAnInstance {

  @TempDir Path home;
  ServerConfig options;
  Jarserve jarserve;

  @BeforeEach
  void start() {
    options = TestNode.config(home);
    jarserve = Jarserve.start(options);
  }

  @AfterEach
  void stop() {
    jarserve.shutdown();
  }

  /** A JAR that greets with that text, at the path of its name. */
  Path jar(String application, String version, String text) {
    return PluginJars.greeter(application, version, text)
        .writeTo(home.resolve(application + "-" + version + ".jar"));
  }

  /** Those that run. */
  static List<String> replicas(ApplicationView view) {
    return view.deployments().values().stream()
        .flatMap(deployment -> deployment.replicas().stream())
        .filter(replica -> replica.state() == ReplicaState.RUNNING)
        .map(ReplicaView::replicaId)
        .sorted()
        .toList();
  }

  int port() {
    return jarserve.httpAddress().getPort();
  }

  Wire.Answer get(String path) throws IOException {
    return Wire.get(port(), path);
  }
}
