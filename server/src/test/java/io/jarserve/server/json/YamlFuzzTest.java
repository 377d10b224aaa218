package io.jarserve.server.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever stands in a file: it is read or refused with its name, and soon. {@code
 * -Djarserve.fuzz=300000} for the long form; what fails can be had again by its number.
 */
@Timeout(1200)
class YamlFuzzTest {

  private static final int INPUTS = Integer.getInteger("jarserve.fuzz", 3000);
  private static final long SEED = 20_300_131;
  private static final Duration SOON = Duration.ofSeconds(60);

  private static final Variables VARIABLES =
      Variables.of(Map.of("A", "1", "B", "[x", "C", "${A}", "D", "", "E", "&a *a"));

  private static final List<String> PIECES =
      List.of(
          "a",
          ":",
          " ",
          "\n",
          "- ",
          "  ",
          "\t",
          "[",
          "]",
          "{",
          "}",
          ",",
          "?",
          "&a ",
          "*a",
          "!!int ",
          "!x ",
          "|\n",
          ">-\n",
          "'",
          "\"",
          "#",
          "%YAML 1.2\n",
          "---\n",
          "...\n",
          "<<: ",
          "~",
          "true",
          "0x",
          "1e999",
          "-.inf",
          "99999999999999999999",
          "${A}",
          "${",
          "${A:-",
          "}",
          "$${",
          "\u0000",
          "\uFEFF",
          "\uD83D\uDE00",
          "\uD800",
          "\\x",
          "name: ",
          "applications:\n",
          "\r\n",
          "\u2028");

  private static final String SAMPLE =
      """
      http_port: ${PORT:-8000}
      deploy_dir: &dir "../jars"
      applications:
        - name: shop
          import_path: *dir
          deployments:
            - {name: Cart, num_replicas: 2, user_config: {a: [1, 2.5, true, null]}}
            - name: Stock
              user_config:
                text: |
                  several
                  lines
      """;

  @Test
  void read_anything_isReadOrRefused() {
    for (int number = 0; number < INPUTS; number++) {
      Random random = new Random(SEED + number);
      check("number " + number, random.nextBoolean() ? grown(random) : mutated(random));
    }
  }

  @ParameterizedTest
  @MethodSource("bombs")
  void read_bomb_isRefused(String text) {
    assertThat(check("bomb", text)).as("was refused").isFalse();
  }

  static List<String> bombs() {
    int most = 300_000;
    StringBuilder aliases = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      aliases.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(9)));
    }
    StringBuilder steps = new StringBuilder();
    IntStream.range(0, 1300).forEach(i -> steps.append(" ".repeat(i)).append("a:\n"));
    return List.of(
        "[".repeat(most),
        "{".repeat(most),
        "a: " + "[".repeat(most) + "]".repeat(most),
        "- ".repeat(most),
        "? ".repeat(most),
        "a: &a [*a]",
        "&a {a: *a}",
        "!!set {a}",
        "a: " + "[1, ".repeat(200) + "]".repeat(200),
        "a: [" + "1, ".repeat(200_000) + "]",
        steps.toString(),
        aliases.toString());
  }

  /** Whether it was read. */
  private static boolean check(String what, String text) {
    long begin = System.nanoTime();
    boolean read = isRead(what, text);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).as(what).isLessThan(SOON);
    return read;
  }

  private static boolean isRead(String what, String text) {
    try {
      Yaml.read("x.yaml", text, VARIABLES).plain();
      return true;
    } catch (YamlException refused) {
      assertThat(refused).as(what).hasMessageStartingWith("x.yaml");
      return false;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError thrown) {
      return fail(what + " ended in " + thrown + ":\n" + text, thrown);
    }
  }

  private static String grown(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(200); i >= 0; i--) {
      String piece = PIECES.get(random.nextInt(PIECES.size()));
      text.append(piece.repeat(random.nextInt(20) == 0 ? random.nextInt(300) : 1));
    }
    return text.toString();
  }

  private static String mutated(Random random) {
    StringBuilder text = new StringBuilder(SAMPLE);
    for (int i = random.nextInt(8); i >= 0; i--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(4)) {
        case 0 -> text.deleteCharAt(at);
        case 1 -> text.setCharAt(at, (char) random.nextInt(0x250));
        case 2 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
        default -> text.insert(at, text.substring(at, Math.min(text.length(), at + 40)));
      }
    }
    return text.toString();
  }
}
