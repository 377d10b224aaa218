package io.jarserve.samples.villains;

import io.jarserve.api.UserConfig;
import java.util.Map;

/** Stands in until there is one. */
final class NoConfig implements UserConfig {

  @Override
  public Map<String, Object> values() {
    return Map.of();
  }

  @Override
  public <T> T as(Class<T> type) {
    throw new IllegalStateException("no user config");
  }
}
