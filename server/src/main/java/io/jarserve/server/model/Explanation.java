package io.jarserve.server.model;

import java.util.List;

/**
 * Why an application is in the state that it is in.
 *
 * @param message that of the status
 * @param decisions what decides about it just now, the weightiest first
 * @param events what happened to it last, oldest first
 */
public record Explanation(
    String application,
    ApplicationStatus status,
    String message,
    List<Decision> decisions,
    List<InstanceEvent> events) {

  /**
   * One thing that the controller goes by; all of it for people.
   *
   * @param subject what is looked at
   * @param observed what it is found to be
   * @param threshold what it is held against; empty when there is nothing to compare
   * @param next what follows, and when
   */
  public record Decision(String subject, String observed, String threshold, String next) {}

  public Explanation {
    decisions = List.copyOf(decisions);
    events = List.copyOf(events);
  }
}
