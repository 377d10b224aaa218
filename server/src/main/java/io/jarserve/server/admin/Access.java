package io.jarserve.server.admin;

import io.jarserve.server.model.Role;
import org.eclipse.jetty.server.Request;

/**
 * Decides who may do what. Asked once for each request, before anything else of it is looked at and
 * before its body is read, on a thread of the admin port; must not block.
 */
@FunctionalInterface
interface Access {

  /** What is decided about a request. */
  sealed interface Decision {}

  /**
   * Go on.
   *
   * @param actor who it is, as history and the audit log name them
   */
  record Allowed(String actor) implements Decision {}

  /** Send this back and nothing else. */
  record Denied(Answer answer) implements Decision {}

  /**
   * Decides.
   *
   * @param needed what the route takes
   */
  Decision decide(Role needed, Request request);
}
