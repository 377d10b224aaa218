package io.jarserve.server.node;

import io.jarserve.server.config.ConfigKey;
import io.jarserve.server.config.ServerConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whose files a command looks at: those of a server with the same options, files and variables. */
final class StatePlace {

  @Option(
      names = "--config",
      paramLabel = "<file>",
      description =
          "Config file of the server, as for start; may be given again. Also JARSERVE_CONFIG.")
  private List<Path> config = new ArrayList<>();

  @Option(
      names = "--state-dir",
      paramLabel = "<directory>",
      description = "State directory of the server; default: that of 'jarserve start'.")
  private @Nullable String stateDir;

  @Option(names = "--namespace", paramLabel = "<name>", description = "Namespace of the server.")
  private @Nullable String namespace;

  /**
   * What holds for that server.
   *
   * @throws io.jarserve.server.config.ConfigException when anything is unknown or wrong
   */
  ServerConfig settings() {
    return settings(Map.of());
  }

  /**
   * @param more flags of the command's own, as written
   */
  ServerConfig settings(Map<ConfigKey, String> more) {
    Map<ConfigKey, String> flags = new EnumMap<>(ConfigKey.class);
    flags.putAll(more);
    Optional.ofNullable(stateDir).ifPresent(given -> flags.put(ConfigKey.STATE_DIR, given));
    Optional.ofNullable(namespace).ifPresent(given -> flags.put(ConfigKey.NAMESPACE, given));
    return Settings.load(config, flags).server();
  }
}
