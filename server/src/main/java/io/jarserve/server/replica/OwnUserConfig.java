package io.jarserve.server.replica;

import io.jarserve.api.UserConfig;
import io.jarserve.server.json.JsonException;
import io.jarserve.server.json.PluginJson;
import java.util.Map;

/** A user config that is mapped with the JSON of its generation. */
record OwnUserConfig(Map<String, Object> values, PluginJson json) implements UserConfig {

  @Override
  public <T> T as(Class<T> type) {
    try {
      return json.convert(values, type);
    } catch (JsonException e) {
      throw new IllegalArgumentException("user_config does not fit: " + e.getMessage());
    }
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
