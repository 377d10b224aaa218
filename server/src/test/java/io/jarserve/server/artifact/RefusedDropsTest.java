package io.jarserve.server.artifact;

import static io.jarserve.server.testing.PluginJars.greeter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.ZipBytes;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is dropped and cannot be taken: said at once, and taken when it can be. */
class RefusedDropsTest extends WithDirectories {

  @Test
  void truncate_ofAJar_isRejectedWhenNobodyWritesAnyMore() throws Exception {
    try (Door door = open()) {
      Path file = deploy.resolve("greeter.jar");
      byte[] good = greeter("greeter", "1", "hello").bytes();
      Files.write(file, good);
      door.untilAccepted("greeter.jar");

      Files.write(file, ZipBytes.truncate(good, 0.9));
      Listing.Rejected rejected = door.untilRejected("greeter.jar", "not a whole JAR");

      assertThat(rejected.digest()).contains(Door.digest(ZipBytes.truncate(good, 0.9)));
      assertThat(door.last().accepted()).isEmpty();
      assertThat(door.last().deleted()).isEmpty();

      Files.write(file, good);
      door.untilAccepted("greeter.jar", Door.digest(good));
      assertThat(door.last().rejected()).isEmpty();
    }
  }

  @Test
  void drop_ofBytesCorruptBehindAnIntactDirectory_isRejectedNamingTheEntry() throws Exception {
    try (Door door = open()) {
      byte[] good = greeter("greeter", "1", "hello").bytes();
      PluginJars.place(ZipBytes.corrupt(good, "demo/Greeter.class"), deploy.resolve("a.jar"));

      door.untilRejected("a.jar", "'demo/Greeter.class'");
    }
  }

  @Test
  void drop_ofAJarWithoutPluginId_isRejectedAtOnceWithItsDigest() throws Exception {
    try (Door door = open()) {
      byte[] jar = greeter("greeter", "1", "hello").without("Plugin-Id").bytes();
      PluginJars.place(jar, deploy.resolve("a.jar"));

      Listing.Rejected rejected = door.untilRejected("a.jar", "Plugin-Id");

      assertThat(rejected.digest()).contains(Door.digest(jar));
      assertThat(rejected.application()).isEmpty();
      assertThat(door.store().contains(Door.digest(jar))).isFalse();
    }
  }

  @Test
  void drop_ofAJarWithABadVersion_isRejectedForItsApplication() throws Exception {
    try (Door door = open()) {
      greeter("greeter", "latest", "hello").writeTo(deploy.resolve("a.jar"));

      assertThat(door.untilRejected("a.jar", "'latest'").application()).contains("greeter");
    }
  }

  @Test
  void drop_ofASparseFileOfTwoGigabytes_isRejectedByItsSizeAlone() throws Exception {
    try (RandomAccessFile huge = new RandomAccessFile(deploy.resolve("huge.jar").toFile(), "rw")) {
      huge.setLength(2L * 1024 * 1024 * 1024 + 1);
    }
    try (Door door = open()) {
      door.untilRejected("huge.jar", "max_artifact_bytes");

      assertThat(door.last().rejected().get(0).digest()).isEmpty();
      assertThat(state.resolve("artifacts")).isEmptyDirectory();
    }
  }

  @Test
  void drop_ofWhatIsNoFile_isRejectedSayingWhatItIs() throws Exception {
    Files.createDirectory(deploy.resolve("directory.jar"));
    Files.createSymbolicLink(deploy.resolve("broken.jar"), home.resolve("nowhere"));
    Files.createSymbolicLink(deploy.resolve("loop.jar"), deploy.resolve("loop.jar"));
    boolean pipe =
        new ProcessBuilder("mkfifo", deploy.resolve("pipe.jar").toString()).start().waitFor() == 0;

    try (Door door = open()) {
      door.untilRejected("directory.jar", "it is a directory");
      door.untilRejected("broken.jar", "a link to a file that is not there");
      door.untilRejected("loop.jar", "cannot be looked at");
      if (pipe) {
        door.untilRejected("pipe.jar", "a pipe or a device");
      }
      greeter("greeter", "1", "hello").writeTo(home.resolve("nowhere"));
      door.untilAccepted("broken.jar");
    }
  }

  @Test
  void drop_ofOtherNames_isPassedOver() throws Exception {
    byte[] jar = greeter("greeter", "1", "hello").bytes();
    for (String name :
        List.of(".hidden.jar", "a.jar.tmp", "b.jar.part", "c.jar.failed", "d.zip", "README.md")) {
      Files.write(deploy.resolve(name), jar);
    }
    Files.createDirectory(deploy.resolve("subdirectory"));
    Files.write(deploy.resolve("subdirectory").resolve("inner.jar"), jar);

    try (Door door = open()) {
      door.until(listing -> true);
      Door.letLook();

      assertThat(door.told()).containsExactly(Listing.EMPTY);
      assertThat(deploy.resolve("c.jar.failed")).exists();
    }
  }

  @Test
  void drop_ofAnUnreadableFile_isRejectedAndTakenWhenItIsReadable() throws Exception {
    Path file = greeter("greeter", "1", "hello").writeTo(deploy.resolve("greeter.jar"));
    Files.setPosixFilePermissions(file, Set.of());
    assumeThat(Files.isReadable(file))
        .as("permissions hold for this user (they do not for root)")
        .isFalse();

    try (Door door = open()) {
      door.untilRejected("greeter.jar", "permission denied");

      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
      door.untilAccepted("greeter.jar");
    }
  }
}
