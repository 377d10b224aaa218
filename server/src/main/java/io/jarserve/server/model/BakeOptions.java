package io.jarserve.server.model;

import io.jarserve.server.model.OptionKey.Form;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@link OptionKey#BAKE}, read.
 *
 * @param time how long a new version is watched; zero for not at all
 * @param minRequests nothing is held against a version before it got so many
 * @param maxErrorPercent points by which the share of failed requests may exceed that of before
 * @param maxLatencyPercent of the average time before that requests may take
 */
public record BakeOptions(
    Duration time, int minRequests, int maxErrorPercent, int maxLatencyPercent) {

  static final Form.Group FORM = new Form.Group(fields());

  private static final String TIME = "time_s";
  private static final String MIN_REQUESTS = "min_requests";
  private static final String MAX_ERROR_PERCENT = "max_error_percent";
  private static final String MAX_LATENCY_PERCENT = "max_latency_percent";

  static BakeOptions of(Map<?, ?> values) {
    return new BakeOptions(
        (Duration) OptionGroups.value(values, TIME),
        whole(values, MIN_REQUESTS),
        whole(values, MAX_ERROR_PERCENT),
        whole(values, MAX_LATENCY_PERCENT));
  }

  /** Whether anything is watched at all. */
  public boolean isOn() {
    return !time.isZero();
  }

  private static Map<String, Form> fields() {
    Map<String, Form> fields = new LinkedHashMap<>();
    fields.put(TIME, new Form.Time(Duration.ZERO, Duration.ofDays(1)));
    fields.put(MIN_REQUESTS, new Form.Whole(1, 1_000_000));
    fields.put(MAX_ERROR_PERCENT, new Form.Whole(0, 100));
    fields.put(MAX_LATENCY_PERCENT, new Form.Whole(100, 1_000_000));
    return fields;
  }

  private static int whole(Map<?, ?> values, String name) {
    return Math.toIntExact((Long) OptionGroups.value(values, name));
  }
}
