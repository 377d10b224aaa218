package io.jarserve.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.config.ApplicationConfig;
import io.jarserve.server.config.ConfigLoader;
import io.jarserve.server.model.OptionKey;
import io.jarserve.server.testing.PluginJars;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildCommandTest {

  private final StringWriter said = new StringWriter();

  @TempDir Path dir;

  @Test
  void build_jars_makesAFileThatIsReadAgain() throws Exception {
    Path jars = Files.createDirectory(dir.resolve("jars"));
    Path shop = shop().writeTo(jars.resolve("shop.jar"));
    Path bank = PluginJars.greeter("bank", "1.0", "x").writeTo(dir.resolve("bank.jar"));
    Path file = dir.resolve("jarserve.yaml");

    assertThat(run("--to", file.toString(), shop.toString(), bank.toString()))
        .as("%s", said)
        .isZero();

    List<ApplicationConfig> applications =
        new ConfigLoader(dir, dir, Map.of())
            .read(List.of(file), Optional.empty(), Map.of())
            .applications();
    assertThat(applications).extracting(ApplicationConfig::name).containsExactly("shop", "bank");
    assertThat(applications).extracting(ApplicationConfig::importPath).containsExactly(shop, bank);
    assertThat(applications.get(0).deployments())
        .singleElement()
        .satisfies(
            cart -> {
              assertThat(cart.name()).isEqualTo("Cart");
              assertThat(cart.options())
                  .containsOnlyKeys(OptionKey.NUM_REPLICAS, OptionKey.HEALTH_CHECK_PERIOD_S)
                  .containsEntry(OptionKey.NUM_REPLICAS, 3L);
            });
    assertThat(run("--to", file.toString(), bank.toString())).isEqualTo(2);
    assertThat(said.toString()).contains("is there already");
  }

  @Test
  void build_withoutAFile_goesToTheOutput() {
    Path shop = shop().writeTo(dir.resolve("shop.jar"));

    assertThat(run(shop.toString())).isZero();
    assertThat(said.toString())
        .isEqualTo(
            """
            applications:
            - name: shop
              import_path: %s
              deployments:
              - name: Cart
                num_replicas: 3
                health_check_period_s: 5
            """
                .formatted(shop));
  }

  @Test
  void build_twoAtOnePath_warns() {
    Path one = atGreet("one");

    assertThat(run(one.toString(), atGreet("two").toString())).isZero();
    assertThat(said.toString())
        .contains(
            "jarserve build: warning: one#Main and two#Main have one route_prefix", "- name: two");
  }

  private Path atGreet(String name) {
    return PluginJars.jar(name, "1.0")
        .deployment(
            "demo.Main",
            "routePrefix = \"/greet\"",
            "public Response handle(Request request) { return Response.text(\"hello\"); }")
        .writeTo(dir.resolve(name + ".jar"));
  }

  @Test
  void build_cannot_saysWhich() throws Exception {
    Path torn = Files.writeString(dir.resolve("torn.jar"), "PK");
    Path shop = shop().writeTo(dir.resolve("shop.jar"));

    assertThat(run(torn.toString())).isEqualTo(1);
    assertThat(said.toString()).contains("jarserve build: " + torn + " is refused: ");
    assertThat(run(dir.resolve("none.jar").toString())).isEqualTo(2);
    assertThat(run(shop.toString(), shop.toString())).isEqualTo(1);
    assertThat(said.toString()).contains("are both application 'shop'");
  }

  private static PluginJars shop() {
    return PluginJars.jar("shop", "1.0")
        .deployment(
            "demo.Cart",
            "numReplicas = 3, healthCheckPeriod = \"5s\"",
            "public Response handle(Request r) { return Response.empty(204); }");
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("build"));
    all.addAll(List.of(arguments));
    return Main.commandLine()
        .setOut(new PrintWriter(said))
        .setErr(new PrintWriter(said, true))
        .execute(all.toArray(String[]::new));
  }
}
