package io.jarserve.samples.models;

import io.jarserve.api.RequestException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Predicts a number from named numbers. Immutable. */
public record LinearModel(double intercept, Map<String, Double> weights) {

  private static final String INTERCEPT = "intercept";
  private static final String WEIGHT = "weight.";

  public LinearModel {
    weights = Map.copyOf(weights);
  }

  /**
   * @throws RequestException when a feature is not known, with those that are
   */
  public double predict(Map<String, Double> features) {
    double sum = intercept;
    for (Map.Entry<String, Double> feature : features.entrySet()) {
      Double weight = weights.get(feature.getKey());
      if (weight == null) {
        throw new RequestException(
            422,
            "this model knows no '"
                + feature.getKey()
                + "'; it knows "
                + String.join(", ", new TreeMap<>(weights).keySet()));
      }
      sum += weight * feature.getValue();
    }
    return sum;
  }

  Properties toProperties() {
    Properties properties = new Properties();
    properties.setProperty(INTERCEPT, Double.toString(intercept));
    weights.forEach((name, weight) -> properties.setProperty(WEIGHT + name, weight.toString()));
    return properties;
  }

  static LinearModel of(Properties properties) {
    Map<String, Double> weights = new TreeMap<>();
    for (String name : properties.stringPropertyNames()) {
      if (name.startsWith(WEIGHT)) {
        weights.put(name.substring(WEIGHT.length()), Double.valueOf(properties.getProperty(name)));
      }
    }
    return new LinearModel(Double.parseDouble(properties.getProperty(INTERCEPT)), weights);
  }
}
