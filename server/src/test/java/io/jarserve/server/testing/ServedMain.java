package io.jarserve.server.testing;

import io.jarserve.server.config.ConfigKey;
import io.jarserve.server.config.ServerConfig;
import io.jarserve.server.node.ServeNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The main class of {@link ServerProcess}: serves below a home, and writes its ports there. */
public final class ServedMain {

  /** System property: where the checkpoint is, when not in the state directory. */
  public static final String CHECKPOINT_PATH = "jarserve.test.checkpoint";

  private ServedMain() {}

  public static void main(String[] arguments) throws Exception {
    Path home = Path.of(arguments[0]);
    ServerConfig config =
        ServerConfig.defaults(home)
            .with(ConfigKey.DEPLOY_DIR, TestNode.deployDir(home).toString())
            .with(ConfigKey.STATE_DIR, home.resolve("state").toString())
            .with(ConfigKey.CHECKPOINT_PATH, System.getProperty(CHECKPOINT_PATH, "state_dir"))
            .with(ConfigKey.HTTP_PORT, 0)
            .with(ConfigKey.ADMIN_PORT, 0);
    try (ServeNode node = ServeNode.start(config)) {
      Path draft = home.resolve("ports.draft");
      Files.writeString(draft, node.httpPort() + " " + node.adminPort());
      Files.move(draft, home.resolve("ports"), StandardCopyOption.ATOMIC_MOVE);
      node.awaitClose();
    }
  }
}
