package io.jarserve.server.model.change;

import io.jarserve.server.model.Origin;

/**
 * Who asks for a change.
 *
 * @param name for people, such as that of a token; empty when nobody is known
 * @param origin the way it came in, which owns what is deployed by it
 */
public record Actor(String name, Origin origin) {

  public Actor {
    if (origin.isDirectory()) {
      throw new IllegalArgumentException(
          "the deploy directory makes no changes by command; drop a JAR there instead");
    }
  }

  /** Who it is, and where nobody is known, which way he came: {@code api}. */
  public String who() {
    return name.isEmpty() ? origin.word() : name;
  }

  /** For people: {@code alice by the API}. */
  public String title() {
    return name.isEmpty() ? origin.title() : name + " by " + origin.title();
  }
}
