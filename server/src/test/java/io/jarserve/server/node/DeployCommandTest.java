package io.jarserve.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.cli.ExitCode;
import io.jarserve.server.json.Json;
import io.jarserve.server.model.InstanceStatus.ReplicaView;
import io.jarserve.server.model.ReplicaState;
import io.jarserve.server.model.VersionsView;
import io.jarserve.server.model.change.ChangeView;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.Soon;
import io.jarserve.server.testing.TestNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands that deploy and change, as typed, against a whole server. */
@Timeout(300)
class DeployCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path home;
  private TestNode node;
  private String address = "";

  @BeforeEach
  void start() {
    node = TestNode.start(home);
    address = node.admin().toString();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void deploy_jar_servesWhenItReturns() {
    Path jar = jar("greeter", "1.0");

    assertThat(run("deploy", jar.toString(), "--set", "Greeter.num_replicas=2"))
        .as(said())
        .isEqualTo(ExitCode.OK);

    assertThat(node.get("/greeter").body()).isEqualTo("hello 1.0");
    assertThat(replicas("greeter")).hasSize(2);
    assertThat(out.toString())
        .contains("greeter: created, version 1\n", "greeter: RUNNING, 2 of 2 replicas ready\n")
        .doesNotContain("\u001b");
  }

  @Test
  void deploy_jarThatCannotStart_isOneAndSaysWhy() {
    Path jar =
        PluginJars.jar("bad", "1")
            .deployment(
                "demo.Bad",
                "routePrefix = \"/bad\"",
                "public void start(ReplicaContext c) { throw new IllegalStateException(\"no db\"); }"
                    + "public Response handle(Request r) { return Response.text(\"\"); }")
            .writeTo(home.resolve("bad.jar"));

    assertThat(run("deploy", jar.toString())).isEqualTo(ExitCode.NOT_WELL);
    assertThat(err.toString()).contains("! bad: ", "no db").doesNotContain("\tat ");
  }

  @Test
  void deploy_wrongOption_isToldByTheServerWithTheNearestName() {
    Path jar = jar("greeter", "1.0");

    assertThat(run("deploy", jar.toString(), "--set", "num_replica=2"))
        .isEqualTo(ExitCode.NOT_WELL);
    assertThat(err.toString()).contains("jarserve deploy:", "did you mean 'num_replicas'");
    assertThat(run("deploy", jar.toString(), "--set", "num_replicas")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--set is 'num_replicas' but must look like");
  }

  @Test
  void deploy_whatIsNoPluginJar_isAUsageError() throws IOException {
    Path text = Files.writeString(home.resolve("notes.txt"), "no JAR");

    assertThat(run("deploy", text.toString())).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains(text + " cannot be read as a JAR");
    assertThat(run("deploy", home.resolve("missing.jar").toString())).isEqualTo(ExitCode.USAGE);
    assertThat(run("deploy", jar("a", "1").toString(), "--prune")).isEqualTo(ExitCode.USAGE);
    Path empty = Files.writeString(home.resolve("empty.yaml"), "http_port: 1\n");
    assertThat(run("deploy", empty.toString())).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("there are no 'applications' in");
    assertThat(run("deploy", empty.toString(), text.toString())).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void deploy_dryRun_showsWhatWouldRestartAndChangesNothing() {
    deploy("greeter", "1.0");

    assertThat(run("deploy", jar("greeter", "2.0").toString(), "--dry-run")).isZero();

    assertThat(out.toString()).contains("greeter      updated  Greeter     restarts  other bytes");
    assertThat(node.application("greeter").version()).isEqualTo("1.0");
    reset();
    assertThat(run("delete", "greeter", "--dry-run", "-o", "json")).isZero();
    ChangeView view = Json.read(out.toString().getBytes(StandardCharsets.UTF_8), ChangeView.class);
    assertThat(view.dryRun()).isTrue();
    assertThat(view.applications().get(0).change()).isEqualTo("deleted");
  }

  @Test
  void deploy_configFile_putsAllAndAgainRestartsNothing() throws IOException {
    jar("one", "1.0");
    jar("two", "1.0");
    Path file = config("one", "two");

    assertThat(run("deploy", file.toString())).as(said()).isEqualTo(ExitCode.OK);
    assertThat(node.get("/one").body()).isEqualTo("hello 1.0");
    assertThat(node.get("/two").body()).isEqualTo("hello 1.0");
    List<String> before = replicas("two");
    reset();

    assertThat(run("deploy", file.toString())).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("one: unchanged, version 1", "two: unchanged, version 1");
    assertThat(replicas("two")).isEqualTo(before).hasSize(2);
    assertThat(node.application("one").origin()).isNotNull();
    assertThat(node.application("one").origin().owner()).isEqualTo("config");
  }

  @Test
  void deploy_fiftyByOneFile_allServe() throws IOException {
    Path first = jar("app0", "1.0");
    StringBuilder yaml = new StringBuilder("applications:\n");
    for (int i = 0; i < 50; i++) {
      String name = "app" + i;
      PluginJars.copy(first)
          .manifest("Plugin-Id", name)
          .withoutIndex()
          .writeTo(home.resolve(name + ".jar"));
      yaml.append("  - {name: %1$s, import_path: %1$s.jar, route_prefix: /%1$s}\n".formatted(name));
    }
    Path file = Files.writeString(home.resolve("fifty.yaml"), yaml);

    assertThat(run("deploy", file.toString())).as(said()).isEqualTo(ExitCode.OK);

    for (int i = 0; i < 50; i++) {
      assertThat(node.get("/app" + i).body()).isEqualTo("hello 1.0");
    }
  }

  @Test
  void deploy_configFileWithPrune_deletesWhatIsNotInItAnyMore() throws IOException {
    jar("one", "1.0");
    jar("two", "1.0");
    run("deploy", config("one", "two").toString());

    assertThat(run("deploy", config("one").toString())).isEqualTo(ExitCode.OK);
    assertThat(node.status().applications()).containsOnlyKeys("one", "two");
    assertThat(run("deploy", config("one").toString(), "--prune")).isEqualTo(ExitCode.OK);
    assertThat(node.status().applications()).containsOnlyKeys("one");
    assertThat(out.toString()).contains("two: deleted");
  }

  @Test
  void deploy_configFileWithAMistakeAboutAJar_namesTheApplication() throws IOException {
    jar("one", "1.0");
    Path named =
        Files.writeString(
            home.resolve("a.yaml"), "applications: [{name: two, import_path: one.jar}]");
    Path unknown =
        Files.writeString(
            home.resolve("b.yaml"),
            "applications: [{name: one, import_path: one.jar, deployments: [{name: Greter}]}]");

    assertThat(run("deploy", named.toString())).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString())
        .contains(named + ":1: ", "one.jar is application 'one' by its Plugin-Id and not 'two'");
    assertThat(run("deploy", unknown.toString())).isEqualTo(ExitCode.NOT_WELL);
    assertThat(err.toString())
        .contains(
            "application 'one': there is no deployment 'Greter' in it, only Greeter; did you");
    assertThat(node.status().applications()).isEmpty();
  }

  @Test
  void deploy_configFileNamingWhatTheDirectoryHas_isRefusedAsAWhole() throws IOException {
    PluginJars.greeter("one", "1.0", "hello").writeTo(node.deployDir().resolve("one.jar"));
    node.awaitRunning("one", "1.0");
    jar("one", "2.0");
    jar("two", "1.0");

    assertThat(run("deploy", config("two", "one").toString())).isEqualTo(ExitCode.NOT_WELL);
    assertThat(err.toString()).contains("status 409", "one.jar");
    assertThat(node.status().applications()).containsOnlyKeys("one");
  }

  @Test
  void scaleRestartRollbackDelete_doThatAndWait() {
    deploy("greeter", "1.0");
    deploy("greeter", "2.0");
    reset();

    assertThat(run("scale", "greeter", "Greeter", "3")).as(said()).isEqualTo(ExitCode.OK);
    List<String> before = replicas("greeter");
    assertThat(before).hasSizeGreaterThanOrEqualTo(3);
    assertThat(run("restart", "greeter")).as(said()).isEqualTo(ExitCode.OK);
    assertThat(replicas("greeter")).filteredOn(id -> !before.contains(id)).hasSize(3);
    Soon.until(() -> replicas("greeter").size() == 3);
    assertThat(replicas("greeter")).doesNotContainAnyElementsOf(before);
    assertThat(run("rollback", "greeter")).as(said()).isEqualTo(ExitCode.OK);
    assertThat(node.get("/greeter").body()).isEqualTo("hello 1.0");

    reset();
    assertThat(run("history", "greeter")).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("NUMBER  VERSION", "serving", "rolled_back", "deploy 1.0");
    reset();
    assertThat(run("history", "greeter", "-o", "json")).isEqualTo(ExitCode.OK);
    byte[] json = out.toString().getBytes(StandardCharsets.UTF_8);
    assertThat(Json.read(json, VersionsView.class).versions()).hasSizeGreaterThan(1);

    reset();
    assertThat(run("delete", "greeter")).isEqualTo(ExitCode.OK);
    assertThat(node.status().applications()).isEmpty();
    assertThat(out.toString()).containsOnlyOnce("greeter: deleted").doesNotContain("version");
    assertThat(run("delete", "greeter")).isEqualTo(ExitCode.NOT_WELL);
    assertThat(err.toString()).contains("jarserve delete:", "there is no application 'greeter'");
  }

  @Test
  void severalAtOnce_oneOfThemRefused_changeNothing() {
    Path greeter = jar("greeter", "1.0");
    Path shop = jar("shop", "1.0");
    assertThat(run("deploy", greeter.toString(), shop.toString())).as(said()).isZero();

    assertThat(run("delete", "greeter", "shpo")).isEqualTo(ExitCode.NOT_WELL);
    assertThat(err.toString()).contains("there is no application 'shpo'; did you mean 'shop'?");
    PluginJars.greeter("dropped", "1.0", "hello").writeTo(node.deployDir().resolve("dropped.jar"));
    node.awaitRunning("dropped", "1.0");
    String second = jar("greeter", "2.0").toString();
    assertThat(run("deploy", second, jar("dropped", "2.0").toString()))
        .isEqualTo(ExitCode.NOT_WELL);
    assertThat(node.application("greeter").version()).isEqualTo("1.0");

    assertThat(run("delete", "greeter", "shop", "greeter")).as(said()).isZero();
    assertThat(node.status().applications()).containsOnlyKeys("dropped");
  }

  @Test
  void deploy_twoJarsOfOneApplication_isAUsageError() {
    Path other = PluginJars.greeter("a", "2", "hello").writeTo(home.resolve("other.jar"));

    assertThat(run("deploy", jar("a", "1").toString(), other.toString())).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains(other + " and ", " are both application 'a'; name one");
    assertThat(run("deploy", other.toString(), "--timeout", "-1")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--timeout takes seconds, at least 0, but is -1");
    assertThat(node.status().applications()).isEmpty();
  }

  @Test
  void deploy_whatIsNoFile_isAUsageError() {
    Path nowhere = home.resolve("nowhere.jar");

    assertThat(run("deploy", nowhere.toString())).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains(nowhere + " does not exist; name a JAR or a config file");
    assertThat(run("deploy", home.toString())).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains(home + " is a directory; name the JARs in it");
  }

  @Test
  void explain_atThePublicPort_namesTheOther() {
    address = "http://127.0.0.1:" + node.port();

    assertThat(run("explain", "greeter")).isEqualTo(ExitCode.NOT_WELL);
    assertThat(err.toString())
        .contains("that is the public port of a Jarserve, name its admin port with --address");
  }

  @Test
  void deploy_nobodyThere_saysWhatToDo() {
    Path jar = jar("greeter", "1.0");
    node.close();

    assertThat(run("deploy", jar.toString())).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(err.toString()).contains("jarserve start", "--address");
  }

  private void deploy(String name, String version) {
    assertThat(run("deploy", jar(name, version).toString())).as(said()).isEqualTo(ExitCode.OK);
  }

  private Path jar(String name, String version) {
    return PluginJars.greeter(name, version, "hello " + version)
        .writeTo(home.resolve(name + ".jar"));
  }

  private Path config(String... names) throws IOException {
    StringBuilder yaml = new StringBuilder("applications:\n");
    for (String name : names) {
      yaml.append(
          "  - name: %s\n    import_path: %s.jar\n    num_replicas: 2\n".formatted(name, name));
    }
    return Files.writeString(home.resolve("applications.yaml"), yaml);
  }

  /** Old ones that are to stop may be among them, until they are told. */
  private List<String> replicas(String application) {
    return node.application(application).deployments().values().stream()
        .flatMap(deployment -> deployment.replicas().stream())
        .filter(replica -> replica.state() == ReplicaState.RUNNING)
        .map(ReplicaView::replicaId)
        .sorted()
        .toList();
  }

  private String said() {
    return out.toString() + err;
  }

  private void reset() {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--address");
    all.add(address);
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }
}
