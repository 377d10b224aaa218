package io.jarserve.server.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.artifact.jar.ArtifactLimits;
import io.jarserve.server.artifact.jar.RefusedException;
import io.jarserve.server.artifact.store.ArtifactStore;
import io.jarserve.server.model.DeploymentSpec;
import io.jarserve.server.model.Digest;
import io.jarserve.server.model.OptionKey;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.ZipBytes;
import io.jarserve.server.time.Time;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactDoorTest {

  private static final byte[] JAR = PluginJars.greeter("greeter", "1.0", "hello").bytes();
  private static final Duration LONG = Duration.ofHours(1);

  @TempDir Path home;
  private final Set<Digest> needed = ConcurrentHashMap.newKeySet();
  private ArtifactStore store;

  @BeforeEach
  void openStore() throws Exception {
    store = new ArtifactStore(home.resolve("artifacts"));
  }

  @Test
  void upload_inPieces_isInTheStoreAndKnown() throws Exception {
    try (ArtifactDoor door = door(LONG)) {
      Artifact artifact = upload(door, JAR, "greeter");

      assertThat(artifact.version()).isEqualTo("1.0");
      assertThat(artifact.size()).isEqualTo(JAR.length);
      assertThat(store.path(artifact.digest())).hasBinaryContent(JAR);
      assertThat(door.artifact(artifact.digest())).isEqualTo(artifact);
    }
  }

  @Test
  void upload_ofAnotherDigest_leavesNothing() throws Exception {
    try (ArtifactDoor door = door(LONG);
        Upload upload = door.begin()) {
      upload.add(ByteBuffer.wrap(JAR));
      Digest other = new Digest("0".repeat(64));

      assertThatThrownBy(() -> upload.finish(Optional.of(other), "greeter"))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining(other.hex())
          .hasMessageContaining("send it again");
    }
    assertThat(files()).isEmpty();
  }

  @Test
  void upload_ofAnotherApplication_isRefused() throws Exception {
    try (ArtifactDoor door = door(LONG)) {
      assertThatThrownBy(() -> upload(door, JAR, "other"))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("'greeter'")
          .hasMessageContaining("'other'");
    }
  }

  @Test
  void upload_ofADamagedJar_isHeldToTheRulesOfADroppedOne() throws Exception {
    try (ArtifactDoor door = door(LONG)) {
      byte[] damaged = ZipBytes.corrupt(JAR, "demo/Greeter.class");

      assertThatThrownBy(() -> upload(door, damaged, "greeter"))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("demo/Greeter.class");
    }
    assertThat(files()).isEmpty();
  }

  @Test
  void upload_ofMoreThanAllowed_endsAtTheLimit() throws Exception {
    ArtifactLimits limits = new ArtifactLimits(1000, 10_000, 10);
    try (ArtifactDoor door = new ArtifactDoor(store, limits, LONG, needed::contains, Time.SYSTEM);
        Upload upload = door.begin()) {
      upload.add(ByteBuffer.allocate(1000));

      assertThatThrownBy(() -> upload.add(ByteBuffer.allocate(1)))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("max_artifact_bytes");
    }
    assertThat(files()).isEmpty();
  }

  @Test
  void upload_thatNobodyDeploys_isDeletedAfterAWhile() throws Exception {
    try (ArtifactDoor door = door(Duration.ofSeconds(3))) {
      Digest digest = upload(door, JAR, "greeter").digest();

      assertThat(store.contains(digest)).isTrue();
      await().until(() -> !store.contains(digest));
      assertThatThrownBy(() -> door.artifact(digest)).hasMessageContaining("upload it");
    }
  }

  @Test
  void upload_thatIsDeployed_staysWhenItsTimeIsOver() throws Exception {
    try (ArtifactDoor door = door(Duration.ofSeconds(3))) {
      Digest kept = upload(door, JAR, "greeter").digest();
      needed.add(kept);
      Digest gone = upload(door, PluginJars.greeter("later", "1", "x").bytes(), "later").digest();

      await().until(() -> !store.contains(gone));
      assertThat(store.contains(kept)).isTrue();
    }
  }

  @Test
  void upload_beforeARetain_isHeld() throws Exception {
    try (ArtifactDoor door = door(LONG)) {
      Digest digest = upload(door, JAR, "greeter").digest();
      store.retain(Set.of());

      assertThat(store.contains(digest)).isTrue();
    }
  }

  @Test
  void start_withALeftover_deletesItAfterAWhile() throws Exception {
    Digest digest;
    try (ArtifactDoor before = door(LONG)) {
      digest = upload(before, JAR, "greeter").digest();
    }
    store = new ArtifactStore(home.resolve("artifacts"));
    try (ArtifactDoor door = door(Duration.ofMillis(200))) {
      assertThat(door).isNotNull();
      await().until(() -> !store.contains(digest));
    }
  }

  @Test
  void take_ofAFile_isReadOnceWhileItStaysTheSame() throws Exception {
    Path file = Files.write(home.resolve("greeter.jar"), JAR);
    try (ArtifactDoor door = door(LONG)) {
      Artifact first = door.take(file);

      assertThat(door.take(file)).isSameAs(first);
      Files.write(file, PluginJars.greeter("greeter", "2.0", "hello").bytes());
      assertThat(door.take(file).version()).isEqualTo("2.0");
    }
  }

  @Test
  void take_ofWhatIsNoJar_isRefused() throws Exception {
    Path file = Files.writeString(home.resolve("x.jar"), "no jar");
    try (ArtifactDoor door = door(LONG)) {
      assertThatThrownBy(() -> door.take(file)).isInstanceOf(RefusedException.class);
      assertThatThrownBy(() -> door.take(home)).hasMessageContaining("no file");
      assertThatThrownBy(() -> door.take(home.resolve("none"))).hasMessageContaining("no file");
    }
  }

  @Test
  void overrides_ofOneDeployment_goOverThoseOfTheAuthor() throws Exception {
    try (ArtifactDoor door = door(LONG)) {
      Artifact artifact = upload(door, JAR, "greeter");
      Overrides overrides =
          new Overrides(
              Map.of(OptionKey.NUM_REPLICAS, 3L, OptionKey.ROUTE_PREFIX, "/hi"),
              Map.of("Greeter", Map.of(OptionKey.NUM_REPLICAS, 4L)));

      List<DeploymentSpec> over = overrides.over(artifact.deployments());
      assertThat(over.get(0).options().numReplicas()).isEqualTo(4);
      assertThat(over.get(0).options().routePrefix()).contains("/hi");
    }
  }

  @Test
  void overrides_ofAnUnknownDeployment_nameTheNearest() throws Exception {
    try (ArtifactDoor door = door(LONG)) {
      Artifact artifact = upload(door, JAR, "greeter");
      Overrides overrides = new Overrides(Map.of(), Map.of("Greter", Map.of()));

      assertThatThrownBy(() -> overrides.over(artifact.deployments()))
          .hasMessageContaining("'Greter'")
          .hasMessageContaining("did you mean 'Greeter'");
    }
  }

  private ArtifactDoor door(Duration grace) {
    ArtifactDoor door =
        new ArtifactDoor(store, ArtifactLimits.DEFAULTS, grace, needed::contains, Time.SYSTEM);
    door.start();
    return door;
  }

  private static Artifact upload(ArtifactDoor door, byte[] jar, String application)
      throws RefusedException {
    try (Upload upload = door.begin()) {
      int half = jar.length / 2;
      upload.add(ByteBuffer.wrap(jar, 0, half));
      upload.add(ByteBuffer.wrap(jar, half, jar.length - half));
      return upload.finish(Optional.empty(), application);
    }
  }

  private List<Path> files() throws Exception {
    try (Stream<Path> files = Files.list(home.resolve("artifacts"))) {
      return files.toList();
    }
  }
}
