package io.jarserve.server.node;

import io.jarserve.server.config.ConfigKey;
import io.jarserve.server.config.ConfigLoader;
import io.jarserve.server.config.EffectiveConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of a command that works with the files of a server on this machine, as the launcher
 * says where they are. Stateless.
 */
final class Settings {

  /** Directory that holds the deploy directory and the state directory by default. */
  private static final String HOME = "jarserve.home";

  /** Config file that is read when nobody names one. */
  private static final String STANDARD_CONFIG = "jarserve.config";

  private Settings() {}

  /**
   * What holds for a command line, and where each setting comes from.
   *
   * @param files the config files that it names
   * @param flags as written
   * @throws io.jarserve.server.config.ConfigException when anything is unknown or wrong
   */
  static EffectiveConfig load(List<Path> files, Map<ConfigKey, String> flags) {
    Path workingDirectory = Path.of("").toAbsolutePath();
    Path home = property(HOME).orElse(workingDirectory);
    return new ConfigLoader(home, workingDirectory, System.getenv())
        .read(files, property(STANDARD_CONFIG), flags);
  }

  static Optional<Path> property(String name) {
    return Optional.ofNullable(System.getProperty(name)).map(Path::of);
  }
}
