package io.jarserve.server.model;

import java.util.Locale;

/**
 * Where an application comes from, and so by which way it is changed: what came from the deploy
 * directory there, what came by the API by the API.
 *
 * @param name tells apart those of one kind, such as two config files; empty where there is but one
 */
public record Origin(Kind kind, String name) {

  /** The ways in. */
  public enum Kind {
    /** A JAR in the deploy directory. */
    DIRECTORY,
    /** A call of the API for this one application. */
    API,
    /** A list of applications that is applied as a whole, such as a config file. */
    CONFIG,
    /** The program that this server is embedded in. */
    EMBEDDED
  }

  public static final Origin DIRECTORY = new Origin(Kind.DIRECTORY, "");
  public static final Origin API = new Origin(Kind.API, "");
  public static final Origin EMBEDDED = new Origin(Kind.EMBEDDED, "");

  /** Of a list of applications that goes by that name. */
  public static Origin config(String name) {
    return new Origin(Kind.CONFIG, name);
  }

  public boolean isDirectory() {
    return kind == Kind.DIRECTORY;
  }

  /** For programs, as the status has it: {@code config}. */
  public String word() {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** For people: {@code config 'prod.yaml'}. */
  public String title() {
    String what =
        switch (kind) {
          case DIRECTORY -> "the deploy directory";
          case API -> "the API";
          case CONFIG -> "config";
          case EMBEDDED -> "the embedding program";
        };
    return name.isEmpty() ? what : what + " '" + name + "'";
  }
}
