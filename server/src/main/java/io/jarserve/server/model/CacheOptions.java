package io.jarserve.server.model;

import io.jarserve.server.model.OptionKey.Form;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@link OptionKey#RESPONSE_CACHE}, read.
 *
 * @param ttl how long an answer is kept; zero for not at all
 * @param maxBytes of all that is kept
 * @param methods which get kept answers
 * @param varyQuery names of parameters; {@code *} among them for the whole query
 * @param varyHeaders names of request headers, in any case
 */
public record CacheOptions(
    Duration ttl,
    long maxBytes,
    List<String> methods,
    List<String> varyQuery,
    List<String> varyHeaders) {

  static final Form.Group FORM = new Form.Group(fields());

  private static final String TTL = "ttl_s";
  private static final String MAX_BYTES = "max_bytes";
  private static final String METHODS = "methods";
  private static final String VARY_QUERY = "vary_query";
  private static final String VARY_HEADERS = "vary_headers";

  static CacheOptions of(Map<?, ?> values) {
    return new CacheOptions(
        (Duration) OptionGroups.value(values, TTL),
        (Long) OptionGroups.value(values, MAX_BYTES),
        texts(OptionGroups.value(values, METHODS)),
        texts(OptionGroups.value(values, VARY_QUERY)),
        texts(OptionGroups.value(values, VARY_HEADERS)));
  }

  /** Whether anything is kept at all. */
  public boolean isOn() {
    return !ttl.isZero() && maxBytes > 0 && !methods.isEmpty();
  }

  private static Map<String, Form> fields() {
    Map<String, Form> fields = new LinkedHashMap<>();
    fields.put(TTL, new Form.Time(Duration.ZERO, Duration.ofDays(1)));
    fields.put(MAX_BYTES, new Form.Whole(0, Long.MAX_VALUE));
    fields.put(METHODS, new Form.SomeOf(List.of("GET", "HEAD")));
    fields.put(VARY_QUERY, new Form.Names());
    fields.put(VARY_HEADERS, new Form.Names());
    return fields;
  }

  @SuppressWarnings("unchecked") // OptionValues.check lets only lists of strings in
  private static List<String> texts(Object value) {
    return (List<String>) value;
  }
}
