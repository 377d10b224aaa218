package io.jarserve.server.config;

import io.jarserve.server.json.NearestName;
import java.util.List;
import java.util.Optional;

/** What is said about names and values that cannot be used. Stateless. */
final class Faults {

  private Faults() {}

  /**
   * @param place where it stands, for people
   * @param what such as {@code key}
   * @param remedy what to write instead, when that is known
   */
  static ConfigException unknown(
      String place, String what, String name, List<String> known, Optional<String> remedy) {
    String advice =
        remedy
            .or(() -> NearestName.of(name, known).map("did you mean '%s'?"::formatted))
            .orElseGet(() -> "known are " + String.join(", ", known));
    return new ConfigException(place + ": unknown " + what + " '" + name + "'; " + advice);
  }

  static ConfigException at(String place, String message) {
    return new ConfigException(place + ": " + message);
  }
}
