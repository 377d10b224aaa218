package io.jarserve.server.fuzz;

import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds what people outside must not get to see: lines of stack traces, names of classes and of
 * exceptions. What they sent themselves may come back. Stateless.
 */
public final class InnerNames {

  private static final Pattern INNER =
      Pattern.compile(
          "\\\\tat |\\tat |\\([A-Za-z]+\\.java:[0-9]+\\)"
              + "|\\b(java|javax|jdk|sun|io\\.jarserve\\.server|org\\.eclipse|org\\.snakeyaml"
              + "|org\\.objectweb|tools\\.jackson|ch\\.qos)\\.[A-Za-z0-9_.$]*[A-Z]\\w*"
              + "|\\b[A-Z][a-z]\\w*Exception\\b"
              + "|\\b(StackOverflow|OutOfMemory|Assertion|NoClassDefFound|Linkage|Verify)Error\\b");

  private static final Pattern ENCODED = Pattern.compile("%([0-9a-fA-F]{2})");

  private InnerNames() {}

  /**
   * The first of them.
   *
   * @param said to somebody outside
   * @param given by them
   */
  public static Optional<String> in(String said, String given) {
    String known = given + decoded(given);
    return INNER
        .matcher(said)
        .results()
        .map(MatchResult::group)
        .filter(name -> !known.contains(name))
        .findFirst();
  }

  /** All of them in what somebody sends, so that they may come back later as well. */
  static Set<String> of(String given) {
    return INNER
        .matcher(given + '\n' + decoded(given))
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toSet());
  }

  /** Fails when there is one. */
  public static void check(String said, String given) {
    in(said, given)
        .ifPresent(
            name -> {
              throw new AssertionError("'" + name + "' is shown: " + said);
            });
  }

  /** With the letters that stand behind percent signs. */
  static String decoded(String text) {
    return ENCODED
        .matcher(text)
        .replaceAll(
            letter ->
                Matcher.quoteReplacement(
                    String.valueOf((char) Integer.parseInt(letter.group(1), 16))));
  }
}
