package io.jarserve.server.replica;

import io.jarserve.api.UserConfig;
import io.jarserve.server.json.JsonException;
import io.jarserve.server.json.PluginJson;
import io.jarserve.server.plugin.PluginException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A user config that is mapped with the JSON of its generation. What it refers to is looked up when
 * the deployment is about to get it, on a thread of its replica, and is held by nobody else: as a
 * string it is what was written.
 */
final class OwnUserConfig implements UserConfig {

  private final Map<String, Object> written;
  private final PluginJson json;
  private volatile @Nullable Resolved resolved;

  private record Resolved(Map<String, Object> values, Map<String, String> references) {}

  /**
   * @param written as an operator did, references included
   */
  OwnUserConfig(Map<String, Object> written, PluginJson json) {
    this.written = written;
    this.json = json;
  }

  /** As an operator wrote it: fit to be saved and shown. */
  Map<String, Object> written() {
    return written;
  }

  /**
   * Looks up what it refers to, unless that was done.
   *
   * @throws IllegalStateException when something is not there
   */
  OwnUserConfig resolve() {
    resolved();
    return this;
  }

  @Override
  public Map<String, Object> values() {
    return resolved().values();
  }

  @Override
  public <T> T as(Class<T> type) {
    try {
      return json.convert(values(), type);
    } catch (JsonException e) {
      throw new IllegalArgumentException(masked("user_config does not fit: " + e.getMessage()));
    }
  }

  /** A failure that does not repeat what was looked up. */
  PluginException masked(PluginException failure) {
    return failure.told(this::masked);
  }

  private String masked(String text) {
    Resolved known = resolved;
    String masked = text;
    if (known != null) {
      for (Map.Entry<String, String> secret : known.references().entrySet()) {
        masked = masked.replace(secret.getKey(), secret.getValue());
      }
    }
    return masked;
  }

  private Resolved resolved() {
    Resolved known = resolved;
    if (known == null) {
      References references = new References(System::getenv);
      known = new Resolved(references.resolve(written), references.byValue());
      resolved = known;
    }
    return known;
  }

  @Override
  public String toString() {
    return written.toString();
  }
}
