package io.jarserve.server.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What somebody must be allowed to do for a route of the admin port; each includes those before.
 */
public enum Role {
  /** Nothing: not even who is asking matters. */
  ANYONE,
  /** See what is there. */
  READ,
  /** Change what is served. */
  DEPLOY,
  /** Change and end the instance itself. */
  ADMIN;

  /** Such as {@code deploy}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether whoever has this role may do what takes that one. */
  public boolean includes(Role needed) {
    return compareTo(needed) >= 0;
  }

  /** The role of that {@link #word()} that somebody can be given. */
  public static Optional<Role> granted(String word) {
    return Arrays.stream(values())
        .filter(Predicate.not(ANYONE::equals))
        .filter(role -> role.word().equals(word))
        .findFirst();
  }
}
