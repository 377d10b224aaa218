package io.jarserve.server.model;

import io.jarserve.server.model.OptionKey.Form;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@link OptionKey#PROBE}, read.
 *
 * @param path of the request, below the route prefix; empty for none
 * @param status that the answer must have
 * @param timeout how long the answer may take
 */
public record ProbeOptions(String path, int status, Duration timeout) {

  static final Form.Group FORM = new Form.Group(fields());

  private static final String PATH = "path";
  private static final String STATUS = "status";
  private static final String TIMEOUT = "timeout_s";

  static ProbeOptions of(Map<?, ?> values) {
    return new ProbeOptions(
        (String) OptionGroups.value(values, PATH),
        Math.toIntExact((Long) OptionGroups.value(values, STATUS)),
        (Duration) OptionGroups.value(values, TIMEOUT));
  }

  /** Whether there is such a request at all. */
  public boolean isOn() {
    return !path.isEmpty();
  }

  private static Map<String, Form> fields() {
    Map<String, Form> fields = new LinkedHashMap<>();
    fields.put(PATH, new Form.Prefix());
    fields.put(STATUS, new Form.Whole(200, 599));
    fields.put(TIMEOUT, new Form.Time(Duration.ofMillis(10), Duration.ofDays(1)));
    return fields;
  }
}
