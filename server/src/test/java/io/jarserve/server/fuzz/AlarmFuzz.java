package io.jarserve.server.fuzz;

import java.nio.charset.StandardCharsets;

/** Fails at a word, so that a test can tell whether failures are told. */
public final class AlarmFuzz {

  private AlarmFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    if (new String(input, StandardCharsets.ISO_8859_1).contains("needle")) {
      throw new IllegalStateException("the alarm works");
    }
  }
}
