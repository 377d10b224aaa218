package io.jarserve.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarserve.server.config.ApplicationConfig.DeploymentConfig;
import io.jarserve.server.model.OptionKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplicationsSectionTest {

  @TempDir Path dir;

  @Test
  void read_applications_areCheckedRecords() throws Exception {
    Path file =
        file(
            "a.yaml",
            """
            http_port: 8001
            applications:
              - name: shop
                import_path: jars/shop.jar
                route_prefix: /shop
                request_timeout_s: ${TIMEOUT}
                deployments:
                  - name: Cart
                    num_replicas: ${REPLICAS:-3}
                    response_cache: {ttl_s: 5}
                    user_config: {database: "${DB}"}
                  - name: Stock
              - name: bank
                import_path: /srv/bank.jar
            """);

    EffectiveConfig config = read(Map.of("TIMEOUT", "2.5", "DB", "x"), file);

    assertThat(config.server().httpPort()).isEqualTo(8001);
    assertThat(config.applications())
        .extracting(ApplicationConfig::name)
        .containsExactly("shop", "bank");
    ApplicationConfig shop = config.applications().get(0);
    assertThat(shop.importPath()).isEqualTo(dir.resolve("jars/shop.jar"));
    assertThat(shop.options())
        .containsEntry(OptionKey.ROUTE_PREFIX, "/shop")
        .containsEntry(OptionKey.REQUEST_TIMEOUT_S, Duration.ofMillis(2500));
    assertThat(shop.origin()).hasToString(file + ":3");
    assertThat(shop.deployments())
        .extracting(DeploymentConfig::name)
        .containsExactly("Cart", "Stock");
    assertThat(shop.deployments().get(0).options())
        .containsEntry(OptionKey.NUM_REPLICAS, 3L)
        .containsEntry(OptionKey.RESPONSE_CACHE, Map.of("ttl_s", 5L))
        .containsEntry(OptionKey.USER_CONFIG, Map.of("database", "x"));
    assertThat(config.applications().get(1).importPath()).isEqualTo(Path.of("/srv/bank.jar"));
  }

  @Test
  void read_severalFiles_laterOneReplacesTheApplication() throws Exception {
    Path base =
        file(
            "base.yaml",
            "http_port: 1\nadmin_port: 2\napplications:\n"
                + "- {name: a, import_path: a.jar}\n- {name: b, import_path: b.jar}\n");
    Path over =
        file(
            "over.yaml",
            "http_port: 10\napplications:\n- {name: a, import_path: a2.jar, num_replicas: 4}\n");

    EffectiveConfig config = read(Map.of(), base, over);

    assertThat(config.server().httpPort()).isEqualTo(10);
    assertThat(config.server().adminPort()).isEqualTo(2);
    assertThat(config.origin(ConfigKey.HTTP_PORT)).hasToString(over + ":1");
    assertThat(config.origin(ConfigKey.ADMIN_PORT)).hasToString(base + ":2");
    assertThat(config.origin(ConfigKey.DEPLOY_DIR)).hasToString("default");
    assertThat(config.applications())
        .extracting(app -> app.importPath().getFileName().toString())
        .containsExactly("a2.jar", "b.jar");
    assertThat(config.applications().get(0).options()).containsEntry(OptionKey.NUM_REPLICAS, 4L);
  }

  @Test
  void read_mistakes_nameFileLineColumnAndRemedy() throws Exception {
    String app = "applications:\n- name: a\n  import_path: a.jar\n";
    assertRefused("applications: 3", 1, 15, "applications must be a list of maps");
    assertRefused("applications:\n- x\n", 2, 3, "each item of applications must be a map");
    assertRefused("applications:\n- import_path: a.jar\n", 2, 3, "has no name");
    assertRefused("applications:\n- name: a\n", 2, 3, "application 'a' has no import_path");
    assertRefused(
        "applications:\n- name: a b\n  import_path: x\n", 2, 9, "name is 'a b'; use letters");
    assertRefused("applications:\n- name: [a]\n  import_path: x\n", 2, 9, "but must be a text");
    assertRefused(
        app + "  num_replica: 1\n",
        4,
        3,
        "unknown key 'num_replica'; did you mean 'num_replicas'?");
    assertRefused(app + "  num_replicas: -1\n", 4, 17, "num_replicas is '-1' but must be a whole");
    assertRefused(app + "  num_replicas:\n", 4, 3, "num_replicas has no value");
    assertRefused(app + "  runtime_env: {}\n", 4, 3, "a JAR brings with it what it needs");
    assertRefused(app + "  args: {}\n", 4, 3, "here it is the user_config of a deployment");
    assertRefused(
        app + "- name: a\n  import_path: b\n", 4, 3, "'a' is there twice, first on line 2");
    assertRefused(app + "  deployments:\n  - max: 1\n", 5, 5, "an item of deployments has no name");
    assertRefused(
        app + "  deployments:\n  - name: X\n    user_cnofig: 1\n",
        6,
        5,
        "did you mean 'user_config'?");
    assertRefused("http_options: {}", 1, 1, "here these are http_host and http_port");
    assertRefused("aplications: []", 1, 1, "did you mean 'applications'?");
  }

  private void assertRefused(String yaml, int line, int column, String part) throws IOException {
    Path file = file("x.yaml", yaml);
    assertThatThrownBy(() -> read(Map.of(), file))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(file + ", line " + line + ", column " + column + ": ")
        .hasMessageContaining(part);
  }

  private EffectiveConfig read(Map<String, String> environment, Path... files) {
    return new ConfigLoader(dir, dir, environment)
        .read(Arrays.asList(files), Optional.empty(), Map.of());
  }

  private Path file(String name, String yaml) throws IOException {
    return Files.writeString(dir.resolve(name), yaml);
  }
}
