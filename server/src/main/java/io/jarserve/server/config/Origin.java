package io.jarserve.server.config;

import io.jarserve.server.json.Place;
import java.nio.file.Path;

/**
 * Where the value of a setting comes from.
 *
 * @param where for people: the name of the variable or of the flag, or {@code <file>:<line>}
 */
public record Origin(Kind kind, String where) {

  /** From the weakest to the strongest. */
  public enum Kind {
    /** Nobody said anything. */
    DEFAULT,
    /** A config file. */
    FILE,
    /** A variable in the environment. */
    ENVIRONMENT,
    /** An option of the command line. */
    FLAG
  }

  static final Origin DEFAULT = new Origin(Kind.DEFAULT, "default");

  static Origin file(Path file, Place place) {
    return new Origin(Kind.FILE, file + ":" + place.line());
  }

  static Origin variable(ConfigKey key) {
    return new Origin(Kind.ENVIRONMENT, key.variable());
  }

  static Origin flag(ConfigKey key) {
    return new Origin(Kind.FLAG, key.flag());
  }

  @Override
  public String toString() {
    return where;
  }
}
