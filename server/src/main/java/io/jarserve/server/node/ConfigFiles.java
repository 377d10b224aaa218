package io.jarserve.server.node;

import io.jarserve.server.config.ConfigKey;
import io.jarserve.server.config.EffectiveConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** {@code --config}, in every command that reads what {@code start} would read. */
final class ConfigFiles {

  @Option(
      names = "--config",
      paramLabel = "<file>",
      description = "Config file in YAML; a later one wins. Also JARSERVE_CONFIG.")
  private List<Path> files = new ArrayList<>();

  /**
   * What holds with these flags, and where each setting comes from.
   *
   * @throws io.jarserve.server.config.ConfigException when anything is unknown or wrong
   */
  EffectiveConfig with(Map<ConfigKey, String> flags) {
    return Settings.load(files, flags);
  }
}
