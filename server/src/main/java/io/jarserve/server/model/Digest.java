package io.jarserve.server.model;

import java.util.regex.Pattern;

/** The SHA-256 of an artifact's bytes, as 64 lower-case hexadecimal digits. */
public record Digest(String hex) implements Comparable<Digest> {

  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  public Digest {
    if (!FORM.matcher(hex).matches()) {
      throw new IllegalArgumentException(
          "digest must be 64 hexadecimal digits but is '" + hex + "'");
    }
  }

  /** The first twelve digits: enough for people. */
  public String brief() {
    return hex.substring(0, 12);
  }

  @Override
  public int compareTo(Digest other) {
    return hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
