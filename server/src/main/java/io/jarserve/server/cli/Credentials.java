package io.jarserve.server.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The token that a command shows. There is no option for the token itself: what is on a command
 * line can be read by every user of the machine. Stateless.
 */
public final class Credentials {

  private static final String VARIABLE = "JARSERVE_TOKEN";

  private Credentials() {}

  /**
   * The token in the file, or else in the environment, if any.
   *
   * @throws AdminException when what was named holds none
   */
  public static Optional<String> token(@Nullable Path file, Map<String, String> environment)
      throws AdminException {
    if (file != null) {
      return Optional.of(checked("the token file " + file, read(file)));
    }
    String set = environment.getOrDefault(VARIABLE, "");
    return set.isBlank() ? Optional.empty() : Optional.of(checked(VARIABLE, set));
  }

  private static String read(Path file) throws AdminException {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw AdminException.unusable(
          "the token file %s cannot be read (%s); name another with --token-file, or set %s"
              .formatted(file, unreadable, VARIABLE));
    }
  }

  /** What cannot stand in a header is refused here, where its value is not told. */
  private static String checked(String place, String text) throws AdminException {
    String token = text.strip();
    if (token.isEmpty() || !token.chars().allMatch(letter -> letter > ' ' && letter < 127)) {
      throw AdminException.unusable(
          place + " must hold one token and nothing else; 'jarserve token create' makes one");
    }
    return token;
  }
}
