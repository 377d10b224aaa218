package io.jarserve.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.json.Json;
import io.jarserve.server.json.Yaml;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema of config files agrees with what reads them, and with the pages. */
class ConfigSchemaTest {

  private static final Path REPOSITORY = Path.of("..");
  private static final Pattern EXAMPLE = Pattern.compile("(?s)```yaml\n(.*?)```");

  @TempDir Path dir;

  @Test
  void document_isThatOfThePages() throws Exception {
    Path published = REPOSITORY.resolve("docs/jarserve.schema.json");
    String schema = Json.pretty(ConfigSchema.document()) + "\n";

    assertThat(Files.exists(published) ? Files.readString(published) : "")
        .as("docs/jarserve.schema.json; 'jarserve config --schema' writes it")
        .isEqualTo(schema);
  }

  @Test
  void examples_ofThePages_areValidAndRead() throws Exception {
    String page = Files.readString(REPOSITORY.resolve("docs/configuration.md"));
    List<String> examples = EXAMPLE.matcher(page).results().map(match -> match.group(1)).toList();

    assertThat(examples).hasSizeGreaterThan(2);
    for (String example : examples) {
      assertThat(valid(example)).as(example).isTrue();
      read(example);
    }
  }

  @Test
  void sampleFile_withEveryLineOn_isValidAndRead() throws Exception {
    String sample =
        Files.readString(REPOSITORY.resolve("distribution/src/main/conf/jarserve.yaml"));
    String on = Pattern.compile("(?m)^# (\\w+: )").matcher(sample).replaceAll("$1");

    assertThat(on).isNotEqualTo(sample);
    assertThat(valid(on)).isTrue();
    read(on);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http_prot: 1",
        "http_port: 70000",
        "http_port: -1",
        "http_port: [1]",
        "scan_interval_s: soon",
        "log_format: xml",
        "detach: 3",
        "applications: {}",
        "applications: [{name: a}]",
        "applications: [{import_path: a}]",
        "applications: [{name: 'a b', import_path: a}]",
        "applications: [{name: a, import_path: a, num_replicas: -1}]",
        "applications: [{name: a, import_path: a, nmu_replicas: 1}]",
        "applications: [{name: a, import_path: a, deployments: [{num_replicas: 1}]}]",
        "applications: [{name: a, import_path: a, update_strategy: sideways}]",
        "applications: [{name: a, import_path: a, response_cache: {tll_s: 1}}]",
        "applications: [{name: a, import_path: a, response_cache: {methods: [POST]}}]"
      })
  void wrong_isInvalidAndRefused(String yaml) throws Exception {
    assertThat(valid(yaml)).isFalse();
    assertThat(refused(yaml)).isTrue();
  }

  private boolean refused(String yaml) throws IOException {
    try {
      read(yaml);
      return false;
    } catch (ConfigException asExpected) {
      return true;
    }
  }

  private EffectiveConfig read(String yaml) throws IOException {
    Path file = Files.writeString(dir.resolve("x.yaml"), yaml);
    return new ConfigLoader(dir, dir, Map.of("SHOP_DATABASE", "jdbc:x"))
        .read(List.of(file), Optional.empty(), Map.of());
  }

  private static boolean valid(String yaml) {
    JsonSchema schema =
        JsonSchema.of(
            new JsonObject(
                new String(Json.write(ConfigSchema.document()), StandardCharsets.UTF_8)));
    JsonObject document =
        new JsonObject(
            new String(Json.write(Yaml.read("x.yaml", yaml).plain()), StandardCharsets.UTF_8));
    OutputUnit result =
        Validator.create(
                schema, new JsonSchemaOptions().setBaseUri("app://x").setDraft(Draft.DRAFT202012))
            .validate(document);
    return Boolean.TRUE.equals(result.getValid());
  }
}
