package io.jarserve.server.access;

import io.jarserve.server.model.Role;

/**
 * Who asks.
 *
 * @param name for people and logs, such as {@code token ci}; holds no secret
 * @param role what he may do
 */
public record Caller(String name, Role role) {

  /** Anybody, where nothing says who may come in. */
  static final Caller ANYBODY = new Caller("anybody", Role.ADMIN);

  Caller atMost(Role most) {
    return role.includes(most) ? new Caller(name, most) : this;
  }
}
