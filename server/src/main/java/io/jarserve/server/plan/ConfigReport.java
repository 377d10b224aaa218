package io.jarserve.server.plan;

import java.util.Map;
import java.util.Optional;

/**
 * Which user config a replica goes by.
 *
 * @param inForce the newest one that it accepted; empty when it never got one
 * @param refused the newest one that it got, if it did not accept it
 */
public record ConfigReport(Map<String, Object> inForce, Optional<Refused> refused) {

  public static final ConfigReport NONE = new ConfigReport(Map.of(), Optional.empty());

  /**
   * A user config that a deployment did not accept.
   *
   * @param reason for people
   */
  public record Refused(Map<String, Object> values, String reason) {}
}
