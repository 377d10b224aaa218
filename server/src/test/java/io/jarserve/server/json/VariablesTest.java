package io.jarserve.server.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VariablesTest {

  private static final Map<String, String> ENVIRONMENT =
      Map.of("HOST", "db", "PORT", "5432", "EMPTY", "", "NESTED", "${HOST}", "YES", "true");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ${HOST}                 | db
          http://${HOST}:${PORT}/ | http://db:5432/
          ${NO:-else}             | else
          ${EMPTY:-else}          | else
          ${HOST:-else}           | db
          ${NO:-a:-b $ c}         | a:-b $ c
          ${NESTED}               | ${HOST}
          $${HOST}                | ${HOST}
          $$${HOST}               | $${HOST}
          $HOST costs $5          | $HOST costs $5
          ${env:HOST}${HOST}      | ${env:HOST}db
          ${file:/run/secrets/x} | ${file:/run/secrets/x}
          """)
  void read_variables_arePutIn(String text, String expected) {
    assertThat(read("a: '" + text + "'\n").plain()).containsEntry("a", expected);
  }

  @Test
  void read_unquoted_isANumberIfItLooksLikeOne() {
    YamlMap map =
        read(
            """
            port: ${PORT}
            quoted: "${PORT}"
            part: 1${PORT}
            flag: ${YES}
            list: ["${HOST}", 2]
            nothing: ${EMPTY}
            none: ${NO:-}
            ${HOST}: key
            """);

    assertThat(map.plain())
        .containsEntry("port", 5432L)
        .containsEntry("quoted", "5432")
        .containsEntry("part", 15_432L)
        .containsEntry("flag", true)
        .containsEntry("nothing", null)
        .containsEntry("none", null)
        .containsEntry("${HOST}", "key");
  }

  @Test
  void read_valueWithStructure_staysAText() {
    YamlMap map =
        Yaml.read("x.yaml", "a: ${V}\nb: 1\n", Variables.of(Map.of("V", "1\nb: [2]\nc: {d: e}")));

    assertThat(map.plain()).containsEntry("a", "1\nb: [2]\nc: {d: e}").hasSize(2);
  }

  @Test
  void read_cannotBePutIn_saysWhereAndWhy() {
    assertThatThrownBy(() -> read("a:\n  b: x ${MISSING}\n"))
        .hasMessage(
            "x.yaml, line 2, column 6: the variable MISSING is not set; set it, or give a default:"
                + " ${MISSING:-default}");
    for (String text : new String[] {"${", "${}", "${a b}", "${A-b}", "${1A}", "x ${HOST"}) {
      assertThatThrownBy(() -> read("a: '" + text + "'\n"))
          .isInstanceOf(YamlException.class)
          .hasMessageStartingWith("x.yaml, line 1, column 4: '" + text + "' holds no variable");
    }
  }

  private static YamlMap read(String yaml) {
    return Yaml.read("x.yaml", yaml, Variables.of(ENVIRONMENT));
  }
}
