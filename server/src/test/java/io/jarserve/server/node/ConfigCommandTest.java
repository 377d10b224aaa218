package io.jarserve.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.config.ConfigKey;
import io.jarserve.server.json.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCommandTest {

  private final StringWriter said = new StringWriter();

  @TempDir Path dir;
  private Path file;

  @BeforeEach
  void files() throws Exception {
    file =
        Files.writeString(
            dir.resolve("a.yaml"),
            "http_port: 8001\napplications:\n- {name: shop, import_path: shop.jar, num_replicas: 2}\n");
  }

  @Test
  void config_table_hasValueAndOriginOfEveryKey() {
    assertThat(run("--config", file.toString(), "--admin-port", "9000")).isZero();

    for (ConfigKey key : ConfigKey.values()) {
      assertThat(said.toString()).containsPattern("(?m)^" + key.yamlName() + "  +\\S+");
    }
    assertThat(said.toString())
        .containsPattern("http_port +8001 +\\Q" + file + "\\E:1")
        .containsPattern("admin_port +9000 +--admin-port")
        .containsPattern("http_host +127.0.0.1 +default")
        .contains("application shop  " + dir.resolve("shop.jar") + "  " + file + ":3");
  }

  @Test
  void config_json_isForPrograms() {
    assertThat(run("-o", "json", "--config", file.toString())).isZero();

    Map<?, ?> all = Json.read(said.toString().getBytes(StandardCharsets.UTF_8), Map.class);
    assertThat(((Map<?, ?>) all.get("settings")).get("http_port"))
        .isEqualTo(Map.of("value", 8001L, "origin", file + ":1"));
  }

  @Test
  void config_yaml_isAFileThatSaysTheSame() throws Exception {
    assertThat(run("-o", "yaml", "--config", file.toString(), "--scan-interval-s", "0.25"))
        .isZero();
    String first = said.toString();
    Path again = Files.writeString(dir.resolve("again.yaml"), first);
    said.getBuffer().setLength(0);

    assertThat(run("-o", "yaml", "--config", again.toString())).isZero();
    assertThat(said.toString().replaceAll("  # .*", "")).isEqualTo(first.replaceAll("  # .*", ""));
    assertThat(first).contains("scan_interval_s: 0.25  # --scan-interval-s", "num_replicas: 2");
  }

  @Test
  void config_wrong_saysWhere() throws Exception {
    Path other = Files.writeString(dir.resolve("b.yaml"), "http_prot: 1\n");

    assertThat(run("--config", file.toString(), "--config", other.toString())).isEqualTo(2);
    assertThat(said.toString())
        .isEqualTo(
            "jarserve config: "
                + other
                + ", line 1, column 1: unknown key 'http_prot'; did you mean 'http_port'?\n");
  }

  @Test
  void config_schema_isJson() {
    assertThat(run("--schema")).isZero();
    assertThat(Json.read(said.toString().getBytes(StandardCharsets.UTF_8), Map.class).get("title"))
        .isEqualTo("jarserve.yaml");
  }

  private int run(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "config";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return Main.commandLine()
        .setOut(new PrintWriter(said))
        .setErr(new PrintWriter(said, true))
        .execute(all);
  }
}
