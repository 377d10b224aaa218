package io.jarserve.server.config;

import io.jarserve.server.model.OptionKey;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An application that a config file asks for. Immutable.
 *
 * @param name the {@code Plugin-Id} that its JAR must have
 * @param importPath the JAR; absolute
 * @param options for all its deployments, checked; of a group what was written
 * @param deployments options for single ones, which win
 * @param origin the file and the line where it begins
 */
public record ApplicationConfig(
    String name,
    Path importPath,
    Map<OptionKey, Object> options,
    List<DeploymentConfig> deployments,
    Origin origin) {

  public ApplicationConfig {
    options = Map.copyOf(options);
    deployments = List.copyOf(deployments);
  }

  /** As a file would have it. */
  public Map<String, Object> plain() {
    Map<String, Object> plain = new LinkedHashMap<>();
    plain.put(ApplicationsSection.NAME, name);
    plain.put(ApplicationsSection.IMPORT_PATH, importPath.toString());
    plain.putAll(plain(options));
    if (!deployments.isEmpty()) {
      plain.put(
          ApplicationsSection.DEPLOYMENTS,
          deployments.stream().map(DeploymentConfig::plain).toList());
    }
    return plain;
  }

  private static Map<String, Object> plain(Map<OptionKey, Object> options) {
    Map<String, Object> plain = new LinkedHashMap<>();
    new TreeMap<>(options)
        .forEach((key, value) -> plain.put(key.yamlName(), ConfigValues.plain(value)));
    return plain;
  }

  /**
   * Options of one deployment.
   *
   * @param options checked
   * @param origin the file and the line where it begins
   */
  public record DeploymentConfig(String name, Map<OptionKey, Object> options, Origin origin) {

    public DeploymentConfig {
      options = Map.copyOf(options);
    }

    Map<String, Object> plain() {
      Map<String, Object> plain = new LinkedHashMap<>();
      plain.put(ApplicationsSection.NAME, name);
      plain.putAll(ApplicationConfig.plain(options));
      return plain;
    }
  }
}
