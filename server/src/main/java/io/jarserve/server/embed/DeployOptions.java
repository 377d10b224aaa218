package io.jarserve.server.embed;

import io.jarserve.server.artifact.Overrides;
import io.jarserve.server.model.OptionKey;
import io.jarserve.server.model.Options;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is set for an application over the options of its author, and how long its deployment may
 * take. Immutable.
 *
 * @since 0.1
 */
public final class DeployOptions {

  /** As the author has it, with the patience of two minutes. */
  public static final DeployOptions NONE = new DeployOptions(Overrides.NONE, Duration.ofMinutes(2));

  private final Overrides overrides;
  private final Duration patience;

  private DeployOptions(Overrides overrides, Duration patience) {
    this.overrides = overrides;
    this.patience = patience;
  }

  /** {@link #NONE} with one option for every deployment; see {@link #with(OptionKey, Object)}. */
  public static DeployOptions of(OptionKey option, Object value) {
    return NONE.with(option, value);
  }

  /**
   * The same with one option more, for every deployment of the application.
   *
   * @param value as in YAML: a number, a string such as {@code "10s"}, a boolean or a map
   * @throws IllegalArgumentException names the option, the value and what it should be
   */
  public DeployOptions with(OptionKey option, Object value) {
    return new DeployOptions(
        new Overrides(put(overrides.common(), option, value), overrides.singles()), patience);
  }

  /**
   * The same with one option more, for one deployment; wins over what is set for all of them.
   *
   * @param value as in {@link #with(OptionKey, Object)}
   */
  public DeployOptions with(String deployment, OptionKey option, Object value) {
    Map<String, Map<OptionKey, Object>> singles = new LinkedHashMap<>(overrides.singles());
    singles.put(deployment, put(singles.getOrDefault(deployment, Map.of()), option, value));
    return new DeployOptions(new Overrides(overrides.common(), singles), patience);
  }

  /**
   * The same with another patience.
   *
   * @param most how long to wait until everything serves; what does not by then goes on all the
   *     same
   */
  public DeployOptions waiting(Duration most) {
    return new DeployOptions(overrides, most);
  }

  Overrides overrides() {
    return overrides;
  }

  Duration patience() {
    return patience;
  }

  private static Map<OptionKey, Object> put(
      Map<OptionKey, Object> before, OptionKey option, Object value) {
    Options unused = Options.defaults().with(option, value);
    Map<OptionKey, Object> after = new LinkedHashMap<>(before);
    after.put(option, value);
    return after;
  }
}
