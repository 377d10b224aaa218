package io.jarserve.server.config;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What holds after all sources were read. Immutable.
 *
 * @param origins of every setting of the server
 * @param applications that the files ask for, in order
 */
public record EffectiveConfig(
    ServerConfig server, Map<ConfigKey, Origin> origins, List<ApplicationConfig> applications) {

  public EffectiveConfig {
    EnumMap<ConfigKey, Origin> all = new EnumMap<>(ConfigKey.class);
    for (ConfigKey key : ConfigKey.values()) {
      all.put(key, origins.getOrDefault(key, Origin.DEFAULT));
    }
    origins = Map.copyOf(all);
    applications = List.copyOf(applications);
  }

  /** Where the value of a setting comes from. */
  public Origin origin(ConfigKey key) {
    return origins.getOrDefault(key, Origin.DEFAULT);
  }

  /** The value of a setting as a file would have it: a number, a truth or a text. */
  public Object plain(ConfigKey key) {
    return ConfigValues.plain(server.get(key));
  }

  /** Whether somebody said it. */
  public boolean isGiven(ConfigKey key) {
    return origin(key).kind() != Origin.Kind.DEFAULT;
  }
}
