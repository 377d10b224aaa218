package io.jarserve.server.node;

import io.jarserve.server.config.ConfigKey;
import io.jarserve.server.config.ConfigLoader;
import io.jarserve.server.config.ServerConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The settings of a command that works with the files of a server on this machine. Stateless. */
final class Settings {

  /** Directory that holds the deploy directory and the state directory by default. */
  private static final String HOME = "jarserve.home";

  /** Config file that is read when nobody names one. */
  private static final String STANDARD_CONFIG = "jarserve.config";

  private Settings() {}

  /**
   * What holds for a command line.
   *
   * @param config the file that it names, if any
   * @param flags as written
   */
  static ServerConfig of(@Nullable Path config, Map<ConfigKey, String> flags) {
    Path workingDirectory = Path.of("").toAbsolutePath();
    Path home = property(HOME).orElse(workingDirectory);
    ConfigLoader loader = new ConfigLoader(home, workingDirectory, System.getenv());
    return loader.load(Optional.ofNullable(config), property(STANDARD_CONFIG), flags);
  }

  static Optional<Path> property(String name) {
    return Optional.ofNullable(System.getProperty(name)).map(Path::of);
  }
}
