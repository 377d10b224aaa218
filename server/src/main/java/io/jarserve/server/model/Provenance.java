package io.jarserve.server.model;

import java.time.Instant;

/**
 * Who wanted a version, when, and by what.
 *
 * @param origin which way it came in
 * @param who as the way knows it, such as the name of a token; empty when it knows nobody
 * @param how what was done, for people: {@code deploy}, {@code rollback to 3}, a file's name
 */
public record Provenance(Origin origin, String who, Instant at, String how) {

  /** A file of the deploy directory. */
  public static Provenance directory(String file, Instant at) {
    return new Provenance(Origin.DIRECTORY, "", at, file);
  }

  /** Who asked, and where nobody is known, which way it came: {@code directory: shop.jar}. */
  public String asker() {
    if (who.isEmpty()) {
      return origin.isDirectory() ? origin.word() + ": " + how : origin.word();
    }
    return who;
  }

  /** For people: {@code alice by the API}. */
  public String title() {
    return who.isEmpty() ? origin.title() : who + " by " + origin.title();
  }
}
