package io.jarserve.server.artifact;

import static io.jarserve.server.testing.PluginJars.greeter;
import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.model.ApplicationSpec;
import io.jarserve.server.testing.PluginJars;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Options files beside JARs, and several JARs of one application. */
class DeployedOptionsTest extends WithDirectories {

  private static final String HANDLE =
      "public Response handle(Request request) { return Response.text(\"\"); }";

  @Test
  void drop_withOptionsBesideIt_isNeverAcceptedWithoutThem() throws Exception {
    greeter("greeter", "1", "hello").writeTo(deploy.resolve("x.jar"));
    options("num_replicas: 3\n");

    try (Door door = open()) {
      assertThat(replicas(door.untilAccepted("x.jar"))).isEqualTo(3);
      assertThat(door.told()).hasSize(1);
    }
  }

  @Test
  void change_ofTheOptions_isToldWithTheSameDigest() throws Exception {
    ApplicationSpec before;
    greeter("greeter", "1", "hello").writeTo(deploy.resolve("x.jar"));
    try (Door door = open()) {
      before = door.untilAccepted("x.jar");
      assertThat(replicas(before)).isEqualTo(1);

      options("num_replicas: 3\n");
      ApplicationSpec after = untilReplicas(door, 3);
      assertThat(after.digest()).isEqualTo(before.digest());

      options("num_replicas: 4\n");
      untilReplicas(door, 4);

      Files.delete(deploy.resolve("greeter.yaml"));
      untilReplicas(door, 1);
      assertThat(door.last().deleted()).isEmpty();
    }
  }

  @Test
  void change_toBadOptions_rejectsThemByTheirNameUntilRepaired() throws Exception {
    greeter("greeter", "1", "hello").writeTo(deploy.resolve("x.jar"));
    try (Door door = open()) {
      ApplicationSpec before = door.untilAccepted("x.jar");

      options("num_replica: 3\n");
      Listing.Rejected rejected =
          door.untilRejected("greeter.yaml", "line 1: there is no option 'num_replica'");

      assertThat(rejected.application()).contains("greeter");
      assertThat(rejected.digest()).contains(before.digest());
      assertThat(door.last().accepted()).isEmpty();
      assertThat(door.last().deleted()).isEmpty();

      options("num_replicas: 3\n");
      untilReplicas(door, 3);
      assertThat(door.last().rejected()).isEmpty();
    }
  }

  @Test
  void drop_ofOptionsForAnUnknownDeployment_isRejectedByTheirName() throws Exception {
    options("deployments:\n  - name: Greter\n    num_replicas: 3\n");
    greeter("greeter", "1", "hello").writeTo(deploy.resolve("x.jar"));

    try (Door door = open()) {
      door.untilRejected("greeter.yaml", "did you mean 'Greeter'?");
      assertThat(door.last().accepted()).isEmpty();
    }
  }

  @Test
  void drop_ofWhatIsNoYaml_isRejectedWhenNobodyWritesAnyMore() throws Exception {
    options("num_replicas: [1, 2\nx: y");
    greeter("greeter", "1", "hello").writeTo(deploy.resolve("x.jar"));

    try (Door door = open()) {
      door.untilRejected("greeter.yaml", "greeter.yaml, line");
    }
  }

  @Test
  void drop_ofYamlWithoutItsJar_isPassedOverWithAWord() throws Exception {
    Files.writeString(deploy.resolve("docker-compose.yaml"), "services: {}\n");
    options("num_replicas: 2\n");

    try (Door door = open()) {
      Listing alone = door.until(l -> !l.warnings().isEmpty());
      assertThat(alone.rejected()).isEmpty();
      assertThat(alone.warnings())
          .satisfiesExactly(
              first -> assertThat(first).contains("docker-compose.yaml", "move it away"),
              second -> assertThat(second).contains("no JAR here is application 'greeter'"));

      greeter("greeter", "1", "hello").writeTo(deploy.resolve("x.jar"));
      assertThat(replicas(door.untilAccepted("x.jar"))).isEqualTo(2);
      assertThat(door.last().warnings())
          .singleElement()
          .asString()
          .contains("docker-compose.yaml", "there is greeter");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.yaml", "x.yml", "greeter.yml", "greter.yaml", "Greeter.yaml"})
  void drop_ofYamlUnderAnotherName_warnsWithTheRightOne(String name) throws Exception {
    greeter("greeter", "1", "hello").writeTo(deploy.resolve("x.jar"));
    Files.writeString(deploy.resolve(name), "num_replicas: 2\n");

    try (Door door = open()) {
      Listing listing = door.until(l -> Door.accepted(l, "x.jar"));

      assertThat(listing.warnings())
          .singleElement()
          .asString()
          .startsWith(name + " changes nothing")
          .endsWith("rename it to greeter.yaml");
      assertThat(replicas(Door.spec(listing, "x.jar"))).isEqualTo(1);
    }
  }

  @Test
  void empty_ofTheOptions_countsOnlyWhenNobodyWritesAnyMore() throws Exception {
    greeter("greeter", "1", "hello").writeTo(deploy.resolve("x.jar"));
    options("num_replicas: 3\n");
    try (Door door = Door.openPatient(deploy, state)) {
      untilReplicas(door, 3);
      int before = door.told().size();

      options("");
      Door.letPass(Door.PATIENCE.settle().multipliedBy(3));
      options("num_replicas: 4\n");
      untilReplicas(door, 4);
      assertThat(door.told()).hasSize(before + 1);

      options("");
      untilReplicas(door, 1);
    }
  }

  @Test
  void drop_ofTwoVersions_acceptsBoth() throws Exception {
    greeter("greeter", "1", "hello").writeTo(deploy.resolve("a.jar"));
    greeter("greeter", "2", "hello").writeTo(deploy.resolve("b.jar"));

    try (Door door = open()) {
      Listing listing = door.until(l -> l.accepted().size() == 2);

      assertThat(listing.accepted()).extracting(a -> a.spec().version()).containsExactly("1", "2");
    }
  }

  @Test
  void drop_ofOptionsThatOnlyTheHigherVersionKnows_areMeantForThatOne() throws Exception {
    greeter("greeter", "1", "hello").writeTo(deploy.resolve("a.jar"));
    PluginJars.jar("greeter", "2")
        .deployment("demo.Greeter", "", HANDLE)
        .deployment("demo.Added", "", HANDLE)
        .writeTo(deploy.resolve("b.jar"));
    options("deployments: [{name: Added, num_replicas: 2}]\n");

    try (Door door = open()) {
      Listing listing = door.until(l -> Door.accepted(l, "b.jar"));

      assertThat(listing.rejected()).isEmpty();
      assertThat(listing.accepted()).hasSize(1);

      Files.delete(deploy.resolve("b.jar"));
      door.untilRejected("greeter.yaml", "no deployment 'Added'");
    }
  }

  @Test
  void drop_ofOneVersionWithDifferentBytes_rejectsTheLaterNamingBoth() throws Exception {
    try (Door door = open()) {
      greeter("greeter", "1.0", "hello").writeTo(deploy.resolve("z-first.jar"));
      door.untilAccepted("z-first.jar");
      greeter("greeter", "1", "other").writeTo(deploy.resolve("a-second.jar"));

      Listing.Rejected rejected = door.untilRejected("a-second.jar", "z-first.jar");
      assertThat(rejected.reason()).contains("a-second.jar", "version 1", "different bytes");
      assertThat(rejected.application()).contains("greeter");
      assertThat(Door.accepted(door.last(), "z-first.jar")).isTrue();
    }
    try (Door again = open()) {
      again.untilRejected("a-second.jar", "z-first.jar");
      assertThat(again.told()).hasSize(1);

      Files.delete(deploy.resolve("z-first.jar"));
      again.untilAccepted("a-second.jar");
      assertThat(again.last().rejected()).isEmpty();
    }
  }

  @Test
  void replace_bySameVersionWithDifferentBytesUnderOneName_isAccepted() throws Exception {
    try (Door door = open()) {
      greeter("greeter", "1", "hello").writeTo(deploy.resolve("a.jar"));
      ApplicationSpec before = door.untilAccepted("a.jar");

      greeter("greeter", "1", "other").writeTo(deploy.resolve("a.jar"));

      door.until(l -> !Door.spec(l, "a.jar").digest().equals(before.digest()));
      assertThat(door.last().rejected()).isEmpty();
    }
  }

  @Test
  void drop_ofSeveralDeployments_keepsTheOrderOfTheirNames() throws Exception {
    PluginJars.jar("app", "1")
        .deployment("demo.One", "", HANDLE)
        .deployment("demo.Two", "", HANDLE)
        .writeTo(deploy.resolve("app.jar"));

    try (Door door = open()) {
      List<String> names =
          door.untilAccepted("app.jar").deployments().stream().map(d -> d.name()).toList();

      assertThat(names).containsExactlyInAnyOrder("One", "Two");
    }
  }

  private void options(String yaml) throws IOException {
    Files.writeString(deploy.resolve("greeter.yaml"), yaml);
  }

  private static ApplicationSpec untilReplicas(Door door, int count) {
    return Door.spec(
        door.until(l -> Door.accepted(l, "x.jar") && replicas(Door.spec(l, "x.jar")) == count),
        "x.jar");
  }

  private static int replicas(ApplicationSpec spec) {
    return spec.deployments().get(0).options().numReplicas();
  }
}
