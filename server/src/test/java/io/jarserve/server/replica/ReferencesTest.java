package io.jarserve.server.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferencesTest {

  private static final Map<String, String> ENVIRONMENT =
      Map.of("PASSWORD", "pa$$w0rd\\1", "EMPTY", "", "NESTED", "${env:PASSWORD}");

  @TempDir Path directory;

  @Test
  void resolve_anywhere_isLookedUp() throws IOException {
    Path file = Files.writeString(directory.resolve("key"), "of file\n");
    Map<String, Object> written =
        Map.of(
            "whole",
            "${env:PASSWORD}",
            "part",
            "jdbc:x?password=${env:PASSWORD}&key=${file:" + file + "}",
            "list",
            List.of("${env:PASSWORD}", 1, Map.of("in", "${env:EMPTY}")),
            "number",
            1,
            "flag",
            true);

    assertThat(resolved(written))
        .isEqualTo(
            Map.of(
                "whole",
                "pa$$w0rd\\1",
                "part",
                "jdbc:x?password=pa$$w0rd\\1&key=of file",
                "list",
                List.of("pa$$w0rd\\1", 1, Map.of("in", "")),
                "number",
                1,
                "flag",
                true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "$", "${}", "${x}", "${home:x}", "env:PASSWORD", "$(env:PASSWORD)"})
  void resolve_noReference_staysAsItIs(String text) {
    assertThat(resolved(Map.of("a", text))).isEqualTo(Map.of("a", text));
  }

  @Test
  void resolve_twoDollars_areTheTextItself() {
    assertThat(resolved(Map.of("a", "$${env:PASSWORD}"))).isEqualTo(Map.of("a", "${env:PASSWORD}"));
  }

  @Test
  void resolve_whatWasLookedUp_isNotLookedIntoAgain() {
    assertThat(resolved(Map.of("a", "${env:NESTED}"))).isEqualTo(Map.of("a", "${env:PASSWORD}"));
  }

  @Test
  void resolve_missing_namesFieldReferenceAndRemedy() {
    assertThatThrownBy(() -> resolved(Map.of("db", Map.of("hosts", List.of("${env:NO_SUCH}")))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'db.hosts[0]'")
        .hasMessageContaining("${env:NO_SUCH}")
        .hasMessageContaining("restart the server");
    Path missing = directory.resolve("missing");
    assertThatThrownBy(() -> resolved(Map.of("key", "${file:" + missing + "}")))
        .hasMessageContaining("'key'")
        .hasMessageContaining("${file:" + missing + "}")
        .hasMessageContaining("put a file there");
    assertThatThrownBy(() -> resolved(Map.of("key", "${file:relative}")))
        .hasMessageContaining("must be absolute");
  }

  private static Map<String, Object> resolved(Map<String, Object> written) {
    return new References(ENVIRONMENT::get).resolve(written);
  }
}
