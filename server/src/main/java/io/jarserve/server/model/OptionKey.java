package io.jarserve.server.model;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Every option of a deployment: its names, its form and whether a change of it is applied to the
 * running replicas or rolls them. The one table behind the annotation, the options file, the
 * checks, the status and the reference page.
 *
 * <p>The name in YAML and JSON is that of the constant in lower case; durations have the suffix
 * {@code _s} and are numbers of seconds there. The name in the annotation is {@link
 * #annotationName()}.
 */
public enum OptionKey {
  ROUTE_PREFIX(new Form.Prefix(), Change.IN_PLACE),
  NUM_REPLICAS(new Form.Whole(0, 10_000), Change.IN_PLACE),
  MAX_ONGOING_REQUESTS(new Form.Whole(1, 1_000_000), Change.IN_PLACE),
  MAX_QUEUED_REQUESTS(new Form.Whole(0, 1_000_000), Change.IN_PLACE),
  REQUEST_TIMEOUT_S(new Form.Time(Duration.ZERO, Duration.ofDays(1)), Change.IN_PLACE),
  MAX_REQUEST_BYTES(new Form.Whole(0, Long.MAX_VALUE), Change.IN_PLACE),
  HEALTH_CHECK_PERIOD_S(new Form.Time(Duration.ofMillis(50), Duration.ofDays(1)), Change.IN_PLACE),
  HEALTH_CHECK_TIMEOUT_S(new Form.Time(Duration.ofMillis(10), Duration.ofDays(1)), Change.IN_PLACE),
  HEALTH_CHECK_FAILURE_THRESHOLD(new Form.Whole(1, 1000), Change.IN_PLACE),
  START_TIMEOUT_S(new Form.Time(Duration.ofMillis(10), Duration.ofDays(1)), Change.IN_PLACE),
  GRACEFUL_SHUTDOWN_TIMEOUT_S(new Form.Time(Duration.ZERO, Duration.ofDays(1)), Change.IN_PLACE),
  UPDATE_STRATEGY(new Form.OneOf(List.of("rolling", "recreate")), Change.IN_PLACE),
  NON_BLOCKING(new Form.Flag(), Change.ROLLS),
  RESPONSE_CACHE(CacheOptions.FORM, Change.IN_PLACE),
  PROBE(ProbeOptions.FORM, Change.IN_PLACE),
  BAKE(BakeOptions.FORM, Change.IN_PLACE),
  USER_CONFIG(new Form.Tree(), Change.IN_PLACE);

  /** What a change of an option does. */
  public enum Change {
    /** The running replicas take it. */
    IN_PLACE,
    /** New replicas replace the running ones, as for a new artifact. */
    ROLLS
  }

  /** What values an option takes. */
  public sealed interface Form {
    /** Starts with a slash and does not end with one, except {@code /} itself; empty: no route. */
    record Prefix() implements Form {}

    /** A whole number in a closed range. */
    record Whole(long least, long most) implements Form {}

    /** A duration in a closed range. */
    record Time(Duration least, Duration most) implements Form {}

    /** One of some words, in any case. */
    record OneOf(List<String> words) implements Form {}

    /** True or false. */
    record Flag() implements Form {}

    /** A list of some words, in any case. */
    record SomeOf(List<String> words) implements Form {}

    /** A list of names, none of them blank. */
    record Names() implements Form {}

    /**
     * A map with these names, of which those that are not given stay as they were; in the
     * annotation, an annotation of its own.
     *
     * @param fields by their names in YAML and JSON, in order
     */
    record Group(Map<String, Form> fields) implements Form {
      public Group {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
      }
    }

    /** Any map of strings to values. */
    record Tree() implements Form {}
  }

  private final Form form;
  private final Change change;

  OptionKey(Form form, Change change) {
    this.form = form;
    this.change = change;
  }

  /** What values it takes. */
  public Form form() {
    return form;
  }

  /** What a change of it does. */
  public Change change() {
    return change;
  }

  /** The name in YAML and JSON, such as {@code num_replicas}. */
  public String yamlName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The name in the annotation, such as {@code numReplicas}. */
  public String annotationName() {
    return annotationName(yamlName());
  }

  /** What the annotation calls that which YAML and JSON call so. */
  static String annotationName(String yamlName) {
    String[] words = yamlName.replaceFirst("_s$", "").split("_", -1);
    StringBuilder name = new StringBuilder(words[0]);
    for (int i = 1; i < words.length; i++) {
      name.append(Character.toUpperCase(words[i].charAt(0))).append(words[i].substring(1));
    }
    return name.toString();
  }
}
