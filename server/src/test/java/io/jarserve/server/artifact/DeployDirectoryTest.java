package io.jarserve.server.artifact;

import static io.jarserve.server.testing.PluginJars.greeter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.artifact.store.ArtifactStore;
import io.jarserve.server.model.ApplicationSpec;
import io.jarserve.server.model.Digest;
import io.jarserve.server.testing.PluginJars;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** JARs dropped, replaced, torn and damaged: what a person does with files. */
class DeployDirectoryTest extends WithDirectories {

  @Test
  void start_withAnEmptyDirectory_tellsSo() throws Exception {
    try (Door door = open()) {
      assertThat(door.until(listing -> true)).isEqualTo(Listing.EMPTY);
    }
  }

  @Test
  void look_throwsAnError_isSaidAndTheNextFollows() throws Exception {
    Queue<Listing> told = new ConcurrentLinkedQueue<>();
    AtomicBoolean thrown = new AtomicBoolean();
    Consumer<Listing> consumer =
        listing -> {
          if (thrown.compareAndSet(false, true)) {
            throw new StackOverflowError("too deep");
          }
          told.add(listing);
        };
    greeter("greeter", "1.0", "hello").writeTo(deploy.resolve("a.jar"));
    ArtifactStore store = new ArtifactStore(state.resolve("artifacts"));
    try (DeployDirectory directory =
        new DeployDirectory(DeployDirectory.Settings.of(deploy, state), store, consumer)) {
      directory.start();
      await().until(() -> told.size() >= 2);
    }
    assertThat(told.remove().problem()).hasValueSatisfying(p -> assertThat(p).contains("too deep"));
    assertThat(told.remove()).matches(listing -> Door.accepted(listing, "a.jar"));
  }

  @Test
  void drop_ofAJar_isAcceptedAndInTheStore() throws Exception {
    try (Door door = open()) {
      byte[] jar = greeter("greeter", "1.0", "hello").bytes();
      PluginJars.place(jar, deploy.resolve("any-name.jar"));

      ApplicationSpec spec = door.untilAccepted("any-name.jar");

      assertThat(spec.name()).isEqualTo("greeter");
      assertThat(spec.version()).isEqualTo("1.0");
      assertThat(spec.digest()).isEqualTo(Door.digest(jar));
      assertThat(spec.deployments()).singleElement().matches(d -> d.name().equals("Greeter"));
      assertThat(door.store().path(spec.digest())).hasBinaryContent(jar);
    }
  }

  @Test
  void start_withManyFiles_tellsThemAllAtOnce() throws Exception {
    for (int i = 0; i < 30; i++) {
      greeter("app", "1", "hello")
          .manifest("Plugin-Id", "app-" + i)
          .writeTo(deploy.resolve("app-" + i + ".jar"));
    }
    Files.write(deploy.resolve("torn.jar"), new byte[100]);
    Files.writeString(deploy.resolve("text.jar"), "no JAR");

    try (Door door = open()) {
      door.until(listing -> listing.rejected().size() == 2);

      assertThat(door.told().get(0).accepted()).hasSize(30);
    }
  }

  @Test
  void drop_ofAJarWhileAnotherGrows_isNotDelayed() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    try (Door door = Door.openPatient(deploy, state);
        OutputStream growing = Files.newOutputStream(deploy.resolve("growing.jar"))) {
      Thread writer = new Thread(() -> writeUntil(done, growing));
      writer.start();

      greeter("greeter", "1", "hello").writeTo(deploy.resolve("greeter.jar"));
      door.untilAccepted("greeter.jar");

      assertThat(door.last().rejected()).isEmpty();
      done.set(true);
      writer.join();
    }
  }

  private static void writeUntil(AtomicBoolean done, OutputStream out) {
    try {
      while (!done.get()) {
        out.write(new byte[512]);
        Door.letPass(Duration.ofMillis(20));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void replace_ofAJar_acceptsTheNewBytesWithoutAGap() throws Exception {
    try (Door door = open()) {
      Path file = deploy.resolve("greeter.jar");
      byte[] first = greeter("greeter", "1", "hello").bytes();
      byte[] second = greeter("greeter", "2", "hello again").bytes();
      PluginJars.place(first, file);
      door.untilAccepted("greeter.jar", Door.digest(first));
      int before = door.told().size();

      PluginJars.place(second, file);
      ApplicationSpec spec = door.untilAccepted("greeter.jar", Door.digest(second));

      assertThat(spec.version()).isEqualTo("2");
      assertThat(door.told().subList(before, door.told().size()))
          .allMatch(listing -> Door.accepted(listing, "greeter.jar"));
    }
  }

  @Test
  void rewrite_inPlaceInSlices_isNeverRejectedAndAcceptedInTheEnd() throws Exception {
    try (Door door = Door.openPatient(deploy, state)) {
      Path file = deploy.resolve("greeter.jar");
      byte[] first = greeter("greeter", "1", "hello").bytes();
      byte[] second = greeter("greeter", "2", "hello again, and at greater length").bytes();
      Files.write(file, first);
      door.untilAccepted("greeter.jar", Door.digest(first));

      writeInSlices(second, file, Duration.ofMillis(300));
      door.untilAccepted("greeter.jar", Door.digest(second));

      assertThat(door.told()).allMatch(listing -> listing.rejected().isEmpty());
      assertThat(door.told().stream().skip(1))
          .allMatch(listing -> Door.accepted(listing, "greeter.jar"));
    }
  }

  /** Over what is there, without cutting it off first. */
  private static void writeInSlices(byte[] bytes, Path file, Duration pause) throws IOException {
    int slice = bytes.length / 8 + 1;
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.WRITE)) {
      for (int at = 0; at < bytes.length; at += slice) {
        out.write(bytes, at, Math.min(slice, bytes.length - at));
        out.flush();
        Door.letPass(pause);
      }
    }
    try (RandomAccessFile whole = new RandomAccessFile(file.toFile(), "rw")) {
      whole.setLength(bytes.length);
    }
  }

  @Test
  void swap_ofALinksTarget_acceptsTheNewBytes() throws Exception {
    Path one = greeter("greeter", "1", "hello").writeTo(home.resolve("one.jar"));
    Path two = greeter("greeter", "2", "hello").writeTo(home.resolve("two.jar"));
    Path link = Files.createSymbolicLink(deploy.resolve("greeter.jar"), one);

    try (Door door = open()) {
      assertThat(door.untilAccepted("greeter.jar").version()).isEqualTo("1");

      Files.createSymbolicLink(home.resolve("next"), two);
      Files.move(home.resolve("next"), link, StandardCopyOption.ATOMIC_MOVE);
      door.untilAccepted("greeter.jar", Door.digest(Files.readAllBytes(two)));
    }
  }

  @Test
  void swap_ofTheDataLinkOfAConfigMap_acceptsTheNewBytes() throws Exception {
    makeVersion("..first", greeter("greeter", "1", "hello"));
    Files.createSymbolicLink(deploy.resolve("..data"), Path.of("..first"));
    Files.createSymbolicLink(deploy.resolve("greeter.jar"), Path.of("..data/greeter.jar"));
    Files.createSymbolicLink(deploy.resolve("greeter.yaml"), Path.of("..data/greeter.yaml"));

    try (Door door = open()) {
      assertThat(door.untilAccepted("greeter.jar").version()).isEqualTo("1");

      makeVersion("..second", greeter("greeter", "2", "hello"));
      Files.createSymbolicLink(deploy.resolve("..tmp"), Path.of("..second"));
      Files.move(deploy.resolve("..tmp"), deploy.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);

      ApplicationSpec spec =
          Door.spec(
              door.until(l -> Door.spec(l, "greeter.jar").version().equals("2")), "greeter.jar");
      assertThat(spec.deployments().get(0).options().numReplicas()).isEqualTo(7);
      assertThat(door.told()).allMatch(listing -> listing.rejected().isEmpty());
    }
  }

  private void makeVersion(String directory, PluginJars jar) throws IOException {
    Path version = Files.createDirectory(deploy.resolve(directory));
    jar.writeTo(version.resolve("greeter.jar"));
    Files.writeString(version.resolve("greeter.yaml"), "num_replicas: 7\n");
  }

  @Test
  void rewrite_withEqualSizeAndTime_isSeenAllTheSame() throws Exception {
    Path file = deploy.resolve("greeter.jar");
    byte[] first = greeter("greeter", "1", "hello").bytes();
    byte[] second = greeter("greeter", "1", "hallo").bytes();
    assertThat(second).hasSameSizeAs(first);
    Files.write(file, first);

    try (Door door = open()) {
      door.untilAccepted("greeter.jar", Door.digest(first));
      var time = Files.getLastModifiedTime(file);

      Files.write(file, second);
      Files.setLastModifiedTime(file, time);

      door.untilAccepted("greeter.jar", Door.digest(second));
    }
  }

  @Test
  void retain_ofNothing_keepsWhatLiesInTheDirectory() throws Exception {
    try (Door door = open()) {
      Path file = greeter("greeter", "1", "hello").writeTo(deploy.resolve("greeter.jar"));
      Digest digest = door.untilAccepted("greeter.jar").digest();

      door.store().retain(Set.of());
      assertThat(door.store().contains(digest)).isTrue();

      Files.delete(file);
      door.untilDeleted("greeter.jar");
      door.store().retain(Set.of());
      assertThat(door.store().contains(digest)).isFalse();
    }
  }

  @Test
  void drop_ofTheSameBytesTwice_acceptsBothFromOneArtifact() throws Exception {
    byte[] jar = greeter("greeter", "1", "hello").bytes();
    PluginJars.place(jar, deploy.resolve("a.jar"));
    PluginJars.place(jar, deploy.resolve("b.jar"));

    try (Door door = open()) {
      door.until(listing -> listing.accepted().size() == 2);
      Files.delete(deploy.resolve("a.jar"));
      door.untilDeleted("a.jar");

      door.store().retain(Set.of());
      assertThat(door.store().contains(Door.digest(jar))).isTrue();
    }
  }

  @Test
  void accept_byAConsumerThatThrows_doesNotEndTheLooking() throws Exception {
    ArtifactStore store = new ArtifactStore(state.resolve("artifacts"));
    AtomicInteger calls = new AtomicInteger();
    try (DeployDirectory directory =
        new DeployDirectory(
            DeployDirectory.Settings.of(deploy, state),
            Door.PATIENCE,
            store,
            listing -> {
              calls.incrementAndGet();
              throw new IllegalStateException("expected by this test");
            })) {
      directory.start();
      await().until(() -> calls.get() > 0);
      greeter("greeter", "1", "hello").writeTo(deploy.resolve("greeter.jar"));
      await().until(() -> calls.get() > 1);
    }
  }

  @Test
  void close_endsAllThreads() throws Exception {
    Door door = open();
    door.until(listing -> true);
    door.close();

    await()
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().startsWith("jarserve-deploy")));
  }
}
