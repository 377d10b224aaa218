package io.jarserve.server.model;

import io.jarserve.api.UpdateStrategy;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The options of a deployment, each checked against its {@link OptionKey}. Immutable; equal when
 * all values are.
 *
 * <p>Values are kept in one normal form per {@link OptionKey.Form}: Whole as Long, Time as
 * Duration, Prefix and OneOf as String, Flag as Boolean, SomeOf and Names as List, Tree and Group
 * as Map.
 */
public final class Options {

  private final EnumMap<OptionKey, Object> values;

  private Options(EnumMap<OptionKey, Object> values) {
    this.values = values;
  }

  /** What holds when neither author nor operator says anything. */
  public static Options defaults() {
    return OptionValues.DEFAULTS;
  }

  static Options ofChecked(EnumMap<OptionKey, Object> values) {
    return new Options(new EnumMap<>(values));
  }

  /**
   * These options with some replaced; of a {@link OptionKey.Form.Group} only what is given.
   *
   * @param raw values as YAML, JSON or the annotation have them: numbers, strings, booleans, maps
   * @throws IllegalArgumentException names the option, the value and what it should be
   */
  public Options with(Map<OptionKey, ?> raw) {
    EnumMap<OptionKey, Object> merged = new EnumMap<>(values);
    raw.forEach((key, value) -> merged.put(key, OptionValues.check(key, merged.get(key), value)));
    return new Options(merged);
  }

  /** These options with one replaced; see {@link #with(Map)}. */
  public Options with(OptionKey key, Object value) {
    return with(Map.of(key, value));
  }

  /**
   * These options with those of an author replaced.
   *
   * @param given values as the annotation has them, nested annotations as maps
   * @throws IllegalArgumentException names the option, the value and what it should be
   */
  public Options withAuthors(Map<OptionKey, ?> given) {
    EnumMap<OptionKey, Object> raw = new EnumMap<>(OptionKey.class);
    given.forEach((key, value) -> raw.put(key, AnnotationValues.plain(key, value)));
    return with(raw);
  }

  /** The value in its normal form. */
  public Object get(OptionKey key) {
    Object value = values.get(key);
    if (value == null) {
      throw new IllegalStateException("no value for option " + key);
    }
    return value;
  }

  /** Empty when the deployment is not reachable from outside. */
  public Optional<String> routePrefix() {
    String prefix = (String) get(OptionKey.ROUTE_PREFIX);
    return prefix.isEmpty() ? Optional.empty() : Optional.of(prefix);
  }

  public int numReplicas() {
    return whole(OptionKey.NUM_REPLICAS);
  }

  public int maxOngoingRequests() {
    return whole(OptionKey.MAX_ONGOING_REQUESTS);
  }

  public int maxQueuedRequests() {
    return whole(OptionKey.MAX_QUEUED_REQUESTS);
  }

  /** {@link Duration#ZERO}: no limit. */
  public Duration requestTimeout() {
    return time(OptionKey.REQUEST_TIMEOUT_S);
  }

  public long maxRequestBytes() {
    return (Long) get(OptionKey.MAX_REQUEST_BYTES);
  }

  public Duration healthCheckPeriod() {
    return time(OptionKey.HEALTH_CHECK_PERIOD_S);
  }

  public Duration healthCheckTimeout() {
    return time(OptionKey.HEALTH_CHECK_TIMEOUT_S);
  }

  public int healthCheckFailureThreshold() {
    return whole(OptionKey.HEALTH_CHECK_FAILURE_THRESHOLD);
  }

  public Duration startTimeout() {
    return time(OptionKey.START_TIMEOUT_S);
  }

  public Duration gracefulShutdownTimeout() {
    return time(OptionKey.GRACEFUL_SHUTDOWN_TIMEOUT_S);
  }

  public UpdateStrategy updateStrategy() {
    return UpdateStrategy.valueOf(
        ((String) get(OptionKey.UPDATE_STRATEGY)).toUpperCase(Locale.ROOT));
  }

  public boolean nonBlocking() {
    return (Boolean) get(OptionKey.NON_BLOCKING);
  }

  public CacheOptions responseCache() {
    return CacheOptions.of((Map<?, ?>) get(OptionKey.RESPONSE_CACHE));
  }

  public ProbeOptions probe() {
    return ProbeOptions.of((Map<?, ?>) get(OptionKey.PROBE));
  }

  public BakeOptions bake() {
    return BakeOptions.of((Map<?, ?>) get(OptionKey.BAKE));
  }

  @SuppressWarnings("unchecked") // OptionValues.check lets only maps with string keys in
  public Map<String, Object> userConfig() {
    return (Map<String, Object>) get(OptionKey.USER_CONFIG);
  }

  /** Whether going from these options to those needs new replicas. */
  public boolean rollsTo(Options other) {
    for (OptionKey key : OptionKey.values()) {
      if (key.change() == OptionKey.Change.ROLLS && !get(key).equals(other.get(key))) {
        return true;
      }
    }
    return false;
  }

  /** All options under their YAML names, durations as numbers of seconds; unmodifiable. */
  public Map<String, Object> toYaml() {
    return OptionValues.toYaml(values);
  }

  private int whole(OptionKey key) {
    return Math.toIntExact((Long) get(key));
  }

  private Duration time(OptionKey key) {
    return (Duration) get(key);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Options that && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return toYaml().toString();
  }
}
