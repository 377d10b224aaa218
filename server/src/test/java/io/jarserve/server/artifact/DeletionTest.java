package io.jarserve.server.artifact;

import static io.jarserve.server.testing.PluginJars.greeter;
import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.files.Tree;
import io.jarserve.server.model.Digest;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Files that were deleted, and files that only look so. */
class DeletionTest extends WithDirectories {

  private static final PluginJars ONE = greeter("one", "1", "hello");
  private static final PluginJars TWO = greeter("two", "1", "hello");

  @Test
  void delete_ofAJar_isToldUntilItIsForgotten() throws Exception {
    try (Door door = withBoth()) {
      Files.delete(deploy.resolve("one.jar"));
      Listing listing = door.untilDeleted("one.jar");
      assertThat(listing.accepted()).hasSize(1);
      assertThat(ledger().files()).containsKeys("one.jar", "two.jar");

      TWO.writeTo(deploy.resolve("three.jar"));
      assertThat(door.until(l -> Door.accepted(l, "three.jar")).deleted()).contains("one.jar");

      door.directory().forget(Set.of("one.jar"));
      door.untilDeleted();
      assertThat(ledger().files()).containsOnlyKeys("two.jar", "three.jar");
    }
  }

  @Test
  void delete_ofTheLastJar_isToldToo() throws Exception {
    try (Door door = withBoth()) {
      Files.delete(deploy.resolve("one.jar"));
      Files.delete(deploy.resolve("two.jar"));

      assertThat(door.untilDeleted("one.jar", "two.jar").problem()).isEmpty();
    }
  }

  @Test
  void accept_ofAJar_isWrittenToTheLedgerBefore() throws Exception {
    try (Door door = open()) {
      ONE.writeTo(deploy.resolve("one.jar"));
      Digest digest = door.untilAccepted("one.jar").digest();

      assertThat(ledger().files()).containsExactly(Map.entry("one.jar", digest));
    }
  }

  @Test
  void delete_whileTheServerIsDown_isInTheFirstListing() throws Exception {
    withBoth().close();
    Files.delete(deploy.resolve("one.jar"));

    try (Door door = open()) {
      door.untilDeleted("one.jar");

      assertThat(door.told()).hasSize(1);
      assertThat(Door.accepted(door.last(), "two.jar")).isTrue();
    }
  }

  @Test
  void delete_ofARejectedFile_needsNoProof() throws Exception {
    try (Door door = withBoth()) {
      Files.writeString(deploy.resolve("bad.jar"), "no JAR");
      door.untilRejected("bad.jar", "no ZIP end record");

      Files.delete(deploy.resolve("bad.jar"));
      assertThat(door.until(l -> l.rejected().isEmpty()).deleted()).isEmpty();
    }
  }

  @Test
  void delete_ofAJarThatWasRewrittenBadly_isToldToo() throws Exception {
    try (Door door = withBoth()) {
      Files.writeString(deploy.resolve("one.jar"), "no JAR");
      door.untilRejected("one.jar", "no ZIP end record");

      Files.delete(deploy.resolve("one.jar"));
      door.untilDeleted("one.jar");
    }
  }

  @Test
  void forget_ofAFileThatCameBack_keepsItInTheLedger() throws Exception {
    try (Door door = withBoth()) {
      Files.delete(deploy.resolve("one.jar"));
      door.untilDeleted("one.jar");
      ONE.writeTo(deploy.resolve("one.jar"));
      door.untilAccepted("one.jar");

      door.directory().forget(Set.of("one.jar"));
      Door.letLook();
      assertThat(ledger().files()).containsKey("one.jar");

      Files.delete(deploy.resolve("one.jar"));
      door.untilDeleted("one.jar");
    }
  }

  @Test
  void rename_ofAJar_leavesNoGap() throws Exception {
    try (Door door = withBoth()) {
      int before = door.told().size();
      Digest digest = Door.spec(door.last(), "one.jar").digest();

      Files.move(deploy.resolve("one.jar"), deploy.resolve("uno.jar"));
      door.untilDeleted("one.jar");

      assertThat(Door.spec(door.last(), "uno.jar").digest()).isEqualTo(digest);
      assertThat(door.told().subList(before, door.told().size()))
          .allMatch(l -> l.accepted().stream().anyMatch(a -> a.spec().digest().equals(digest)));
      assertThat(ledger().files()).containsKey("uno.jar");
    }
  }

  @Test
  void vanish_ofTheDirectory_isAProblemAndNoDeletion() throws Exception {
    try (Door door = withBoth()) {
      Files.move(deploy, home.resolve("away"));
      Listing listing = door.untilProblem("is gone");
      assertThat(listing.deleted()).isEmpty();
      assertThat(listing.accepted()).isEmpty();
      Door.letLook();
      assertThat(door.last()).isEqualTo(listing);
      assertThat(deploy).doesNotExist();

      Files.move(home.resolve("away"), deploy);
      door.until(l -> l.problem().isEmpty() && l.accepted().size() == 2);

      Files.delete(deploy.resolve("one.jar"));
      door.untilDeleted("one.jar");
    }
  }

  @Test
  void vanish_ofTheDirectory_keepsTheArtifactsOfItsFiles() throws Exception {
    try (Door door = withBoth()) {
      Digest digest = Door.spec(door.last(), "one.jar").digest();
      Files.move(deploy, home.resolve("away"));
      door.untilProblem("is gone");

      door.store().retain(Set.of());

      assertThat(door.store().contains(digest)).isTrue();
    }
  }

  @Test
  void empty_directoryWithoutLedger_isAProblemAndNoDeletion() throws Exception {
    try (Door door = withBoth()) {
      Files.move(deploy, home.resolve("away"));
      Files.createDirectory(deploy);

      Listing listing = door.untilProblem("its ledger .jarserve-ledger.json is gone");
      Door.letLook();

      assertThat(listing.deleted()).isEmpty();
      assertThat(deploy).isEmptyDirectory();
    }
  }

  @Test
  void start_onAnEmptyMountPoint_isAProblemAndNoDeletion() throws Exception {
    withBoth().close();
    Tree.delete(deploy);
    Files.createDirectory(deploy);

    try (Door door = open()) {
      door.untilProblem("is empty");

      assertThat(door.told()).hasSize(1);
      assertThat(door.last().deleted()).isEmpty();
    }
  }

  @Test
  void start_withoutTheDirectoryThatWasThere_isAProblemAndMakesNone() throws Exception {
    withBoth().close();
    Tree.delete(deploy);

    try (Door door = open()) {
      door.untilProblem("is gone");
      assertThat(deploy).doesNotExist();
    }
  }

  @Test
  void unmount_underTheRunningServer_isAProblemAndNoDeletion() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(deploy, 1024);
        Door door = withBoth()) {
      disk.unmount();

      assertThat(door.untilProblem("is empty").deleted()).isEmpty();
    }
  }

  @Test
  void replace_ofTheDirectoryByHand_takesItUpAsItIs() throws Exception {
    try (Door door = withBoth()) {
      Files.move(deploy, home.resolve("away"));
      Path prepared = Files.createDirectory(home.resolve("prepared"));
      TWO.writeTo(prepared.resolve("two.jar"));
      Files.move(prepared, deploy);

      door.until(l -> l.problem().isEmpty() && l.accepted().size() == 1);
      Door.letLook();

      assertThat(door.last().deleted()).isEmpty();
      assertThat(ledger().files()).containsOnlyKeys("two.jar");

      ONE.writeTo(deploy.resolve("one.jar"));
      door.untilAccepted("one.jar");
      Files.delete(deploy.resolve("one.jar"));
      door.untilDeleted("one.jar");
    }
  }

  @Test
  void start_withADamagedLedger_takesTheDirectoryUpAsItIs() throws Exception {
    withBoth().close();
    Files.writeString(deploy.resolve(Ledger.FILE), "{ \"half");
    Files.delete(deploy.resolve("one.jar"));

    try (Door door = open()) {
      door.untilAccepted("two.jar");
      Door.letLook();

      assertThat(door.last().deleted()).isEmpty();
      assertThat(ledger().files()).containsOnlyKeys("two.jar");
    }
  }

  @Test
  void start_withANewStateDirectory_takesTheLedgerOver() throws Exception {
    withBoth().close();
    Files.delete(deploy.resolve("one.jar"));

    try (Door door = Door.open(deploy, home.resolve("other-state"))) {
      door.untilDeleted("one.jar");
      door.directory().forget(Set.of("one.jar"));
      door.untilDeleted();
    }
  }

  @Test
  void share_ofOneDirectoryByTwoInstances_isAProblemForTheFirst() throws Exception {
    try (Door first = withBoth();
        Door second = Door.open(deploy, home.resolve("other-state"))) {
      second.until(l -> l.accepted().size() == 2);

      Listing listing = first.untilProblem("in the hands of another instance");
      assertThat(listing.accepted()).hasSize(2);

      Files.delete(deploy.resolve("one.jar"));
      second.untilDeleted("one.jar");
      Door.letLook();
      assertThat(first.last().deleted()).isEmpty();
    }
  }

  @Test
  void delete_inAReadOnlyDirectory_countsWhileAnotherIsThere() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(home.resolve("disk"), 1024);
        SmallDisk view = disk.readOnlyView(deploy)) {
      ONE.writeTo(disk.root().resolve("one.jar"));
      TWO.writeTo(disk.root().resolve("two.jar"));
      try (Door door = open()) {
        door.until(l -> l.accepted().size() == 2 && l.problem().isEmpty());
        door.directory().mark(Map.of("one.jar", "a reason"));

        Files.delete(disk.root().resolve("one.jar"));
        door.untilDeleted("one.jar");
        door.directory().forget(Set.of("one.jar"));
        door.untilDeleted();
        assertThat(view.root()).isDirectoryContaining("glob:**two.jar");
      }
      Files.delete(disk.root().resolve("two.jar"));
      try (Door door = open()) {
        assertThat(door.untilProblem("is empty").deleted()).isEmpty();
      }
    }
  }

  @Test
  void delete_inAReadOnlyDirectoryWhileTheServerIsDown_isToldAtTheStart() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(home.resolve("disk"), 1024);
        SmallDisk view = disk.readOnlyView(deploy)) {
      ONE.writeTo(disk.root().resolve("one.jar"));
      TWO.writeTo(disk.root().resolve("two.jar"));
      try (Door door = open()) {
        door.until(l -> l.accepted().size() == 2);
      }
      Files.delete(disk.root().resolve("one.jar"));
      try (Door door = open()) {
        door.untilDeleted("one.jar");
        assertThat(view.root().resolve(Ledger.FILE)).doesNotExist();
      }
    }
  }

  /** Both JARs lie there and are accepted. */
  private Door withBoth() throws Exception {
    ONE.writeTo(deploy.resolve("one.jar"));
    TWO.writeTo(deploy.resolve("two.jar"));
    Door door = open();
    door.until(l -> l.accepted().size() == 2);
    return door;
  }

  private Ledger ledger() throws IOException {
    Optional<Ledger> ledger = Ledger.read(Files.readAllBytes(deploy.resolve(Ledger.FILE)));
    return ledger.orElseThrow();
  }
}
