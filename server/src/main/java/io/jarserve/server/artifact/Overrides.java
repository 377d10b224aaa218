package io.jarserve.server.artifact;

import static io.jarserve.server.artifact.jar.RefusedException.bad;

import io.jarserve.server.artifact.jar.RefusedException;
import io.jarserve.server.artifact.jar.RoutePrefixes;
import io.jarserve.server.json.NearestName;
import io.jarserve.server.model.DeploymentSpec;
import io.jarserve.server.model.OptionKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Options that an operator sets for an application, over those of its author. Immutable.
 *
 * @param common for every deployment
 * @param singles for single ones, by name
 */
public record Overrides(
    Map<OptionKey, Object> common, Map<String, Map<OptionKey, Object>> singles) {

  /** None at all. */
  public static final Overrides NONE = new Overrides(Map.of(), Map.of());

  public Overrides {
    common = new LinkedHashMap<>(common);
    singles = new LinkedHashMap<>(singles);
  }

  /**
   * These options over those of the author.
   *
   * @throws RefusedException when they do not fit; says which
   * @throws IllegalArgumentException when a value makes no sense; names the option
   */
  public List<DeploymentSpec> over(List<DeploymentSpec> authored) throws RefusedException {
    List<String> names = authored.stream().map(DeploymentSpec::name).toList();
    for (String name : singles.keySet()) {
      if (!names.contains(name)) {
        throw bad(
            "there is no deployment '%s' in it, only %s%s"
                .formatted(name, String.join(", ", names), NearestName.hint(name, names)));
      }
    }
    if (common.containsKey(OptionKey.ROUTE_PREFIX) && names.size() != 1) {
      throw bad(
          "route_prefix is '%s' for all of %s; two deployments cannot share one, so set it below 'deployments'"
              .formatted(common.get(OptionKey.ROUTE_PREFIX), String.join(", ", names)));
    }
    List<DeploymentSpec> merged = authored.stream().map(this::over).toList();
    RoutePrefixes.checkUnique(merged);
    return merged;
  }

  private DeploymentSpec over(DeploymentSpec authored) {
    Map<OptionKey, Object> values = new LinkedHashMap<>(common);
    values.putAll(singles.getOrDefault(authored.name(), Map.of()));
    return new DeploymentSpec(
        authored.name(), authored.className(), authored.options().with(values));
  }
}
