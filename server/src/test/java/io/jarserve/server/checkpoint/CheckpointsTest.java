package io.jarserve.server.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarserve.server.json.Json;
import io.jarserve.server.model.Digest;
import io.jarserve.server.model.WantedState;
import io.jarserve.server.testing.SmallDisk;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {

  @TempDir Path directory;

  @Test
  void load_ofAnEmptyDirectory_isTheEmptyState() throws Exception {
    assertThat(open().load().state()).isEqualTo(WantedState.EMPTY);
  }

  @Test
  void load_afterASave_isWhatWasSaved() throws Exception {
    saveAll("1");

    Checkpoints.Loaded loaded = open().load();

    assertThat(loaded.state()).isEqualTo(Wanted.of("1"));
    assertThat(loaded.warnings()).isEmpty();
  }

  @Test
  void load_whereNumbersHaveOtherDigits_isWhatWasSaved() throws Exception {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));
    try {
      saveAll("1", "2");

      assertThat(open().load().state()).isEqualTo(Wanted.of("2"));
    } finally {
      Locale.setDefault(before);
    }
    assertThat(names()).containsExactly("000000001.json", "000000002.json");
  }

  @Test
  void save_writesValidJsonWithNumberAndChecksum() throws Exception {
    saveAll("1");

    Map<?, ?> json = Json.read(Files.readAllBytes(file(1)), Map.class);

    assertThat(json.get("format")).isEqualTo(1L);
    assertThat(json.get("number")).isEqualTo(1L);
    assertThat(json.get("sha256")).asString().hasSize(64);
    assertThat(json.containsKey("state")).isTrue();
  }

  @Test
  void save_ofManyStates_keepsTheNewestTen() throws Exception {
    saveAll("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12");

    assertThat(names())
        .hasSize(Checkpoints.KEPT)
        .startsWith("000000003.json")
        .endsWith("000000012.json");
  }

  @Test
  void needed_afterManySaves_isWhatTheKeptStatesNeed() throws Exception {
    Checkpoints checkpoints = open();
    checkpoints.load();
    for (int i = 1; i <= 12; i++) {
      save(checkpoints, Wanted.of("" + i, digest(i)));
    }

    assertThat(checkpoints.needed().orElseThrow())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.rangeClosed(3, 12).mapToObj(CheckpointsTest::digest).toList());
    Checkpoints reopened = open();
    reopened.load();
    assertThat(reopened.needed()).isEqualTo(checkpoints.needed());
  }

  @Test
  void needed_withAKeptStateOfANewerFormat_isNotKnown() throws Exception {
    saveAll("1", "2", "3");
    Files.writeString(file(2), "{\"format\":2,\"whatever\":[]}");
    Checkpoints checkpoints = open();

    assertThat(checkpoints.load().state()).isEqualTo(Wanted.of("3"));
    assertThat(checkpoints.needed()).isEmpty();
  }

  @Test
  void save_ofTheSameState_writesNothing() throws Exception {
    Checkpoints checkpoints = saveAll("1");

    checkpoints.save(Wanted.of("1"));

    assertThat(names()).containsExactly("000000001.json");
  }

  @Test
  void save_ofTheLoadedState_writesNothing() throws Exception {
    saveAll("1");
    Checkpoints checkpoints = open();
    checkpoints.save(checkpoints.load().state());

    assertThat(names()).containsExactly("000000001.json");
  }

  @Test
  void save_beforeLoad_isRefused() throws Exception {
    Checkpoints checkpoints = open();

    assertThatThrownBy(() -> checkpoints.save(Wanted.of("1")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void load_ofTheNewestCutOffAnywhere_fallsBackToTheOneBefore() throws Exception {
    saveAll("1", "2");
    byte[] whole = Files.readAllBytes(file(2));
    for (int length = 0; length < whole.length; length += length < 200 ? 1 : 37) {
      Files.write(file(2), Arrays.copyOf(whole, length));

      Checkpoints.Loaded loaded = open().load();

      assertThat(loaded.state()).as("cut at %d", length).isEqualTo(Wanted.of("1"));
      assertThat(loaded.warnings()).singleElement().asString().contains("000000002.json");
    }
  }

  /** As the first Jarserve wrote it; never to be changed. */
  @Test
  void load_ofTheFirstFormat_isUnderstood() throws Exception {
    Path file = directory.resolve("state/000000012.json");
    Files.createDirectory(file.resolveSibling(""));
    try (InputStream in = getClass().getResourceAsStream("/checkpoints/format-1.json")) {
      Files.copy(in, file);
    }

    Checkpoints checkpoints = open();
    Checkpoints.Loaded loaded = checkpoints.load();

    assertThat(loaded.number()).isEqualTo(12);
    WantedState.Application greeter = loaded.state().applications().get(0);
    assertThat(greeter.lastGood().orElseThrow().version()).isEqualTo("1.0");
    assertThat(greeter.failureOf(greeter.wanted())).isPresent();
    assertThat(checkpoints.needed().orElseThrow())
        .contains(new Digest("ab".repeat(32)), new Digest("cd".repeat(32)));
  }

  @Test
  void load_ofAnUnknownFormat_saysSoAndDoesNotGoBack() throws Exception {
    saveAll("1", "2");
    Files.writeString(file(3), "{\"format\":2,\"whatever\":[]}");

    assertThatThrownBy(() -> open().load())
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("000000003.json")
        .hasMessageContaining("has format 2")
        .hasMessageContaining("start the version of Jarserve that wrote it");
  }

  @Test
  void load_whenNothingVerifies_isAnErrorWithTheRemedy() throws Exception {
    saveAll("1", "2");
    Files.writeString(file(1), "");
    Files.writeString(file(2), "{}");

    assertThatThrownBy(() -> open().load())
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(directory.toString())
        .hasMessageContaining("000000001.json")
        .hasMessageContaining("000000002.json")
        .hasMessageContaining("restore the directory from a backup");
  }

  @Test
  void load_ofACopyUnderAnotherNumber_isNotTakenForIt() throws Exception {
    saveAll("1", "2");
    Files.copy(file(1), file(3));

    Checkpoints.Loaded loaded = open().load();

    assertThat(loaded.state()).isEqualTo(Wanted.of("2"));
    assertThat(loaded.warnings())
        .singleElement()
        .asString()
        .contains("000000003.json says that it is number 1");
  }

  @Test
  void load_ofOneThatCannotBeRead_isAnErrorAndNotAStepBack() throws Exception {
    saveAll("1", "2");
    Files.delete(file(2));
    Files.createDirectory(file(2));

    assertThatThrownBy(() -> open().load())
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("000000002.json")
        .hasMessageContaining("cannot be read");
  }

  @Test
  void save_afterAFallBack_goesOnAboveTheDamagedNumber() throws Exception {
    saveAll("1", "2");
    Files.writeString(file(7), "damaged");
    Checkpoints checkpoints = open();

    save(checkpoints, checkpoints.load().state());

    assertThat(names()).contains("000000002.json", "000000008.json");
    assertThat(open().load().state()).isEqualTo(Wanted.of("2"));
  }

  @Test
  void save_whenTheNumberIsTaken_namesTheOtherServer() throws Exception {
    Checkpoints first = open();
    Checkpoints second = open();
    first.load();
    second.load();
    first.save(Wanted.of("1"));

    assertThatThrownBy(() -> second.save(Wanted.of("2")))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("000000001.json")
        .hasMessageContaining("written by another server");
    assertThatThrownBy(() -> second.save(Wanted.of("3")))
        .hasMessageContaining("changes nothing any more");
    second.tidy();
    assertThat(open().load().state()).isEqualTo(Wanted.of("1"));
  }

  @Test
  void save_whoseFirstTryGotThroughUnnoticed_succeeds() throws Exception {
    Checkpoints first = open();
    Checkpoints retry = open();
    first.load();
    retry.load();
    first.save(Wanted.of("1"));

    retry.save(Wanted.of("1"));

    assertThat(names()).containsExactly("000000001.json");
  }

  @Test
  void load_fromEveryStateThatAKillLeaves_isTheLastSavedOrTheNext() throws Exception {
    saveAll("1", "2");
    byte[] next = Envelope.wrap(3, Json.write(Wanted.of("3")));
    Path temp = file(2).resolveSibling(".000000003.json.4711.tmp");

    Files.createFile(temp);
    assertThat(open().load().state()).as("temporary file made").isEqualTo(Wanted.of("2"));
    Files.write(temp, Arrays.copyOf(next, next.length / 2));
    assertThat(open().load().state()).as("half written").isEqualTo(Wanted.of("2"));
    Files.write(temp, next);
    assertThat(open().load().state()).as("written, not linked").isEqualTo(Wanted.of("2"));
    Files.write(temp, next);
    Files.createLink(file(3), temp);
    assertThat(open().load().state()).as("linked").isEqualTo(Wanted.of("3"));
    Files.delete(file(1));
    assertThat(open().load().state()).as("oldest deleted").isEqualTo(Wanted.of("3"));
    assertThat(temp).doesNotExist();
  }

  @Test
  void open_withStrangersInTheDirectory_leavesThemAlone() throws Exception {
    Files.createDirectory(directory.resolve("state"));
    Files.writeString(directory.resolve("state/notes.txt"), "mine");
    Files.writeString(directory.resolve("state/12.json"), "mine");

    saveAll("1");

    assertThat(names()).containsExactly("000000001.json", "12.json", "notes.txt");
  }

  @Test
  void files_areReadableByTheirOwnerAlone() throws Exception {
    saveAll("1");

    assertThat(Files.getPosixFilePermissions(file(1)))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void save_onAFullDisk_saysSoAndKeepsTheOlderOnes() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(directory.resolve("disk"), 256)) {
      Checkpoints checkpoints = open(disk.root());
      checkpoints.load();
      checkpoints.save(Wanted.of("1"));
      disk.fill();

      assertThatThrownBy(() -> checkpoints.save(Wanted.of("2")))
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining(disk.root().toString())
          .hasMessageContaining("No space left")
          .hasMessageContaining("make room");
      assertThat(open(disk.root()).load().state()).isEqualTo(Wanted.of("1"));

      disk.makeRoom();
      checkpoints.save(Wanted.of("2"));
      assertThat(open(disk.root()).load().state()).isEqualTo(Wanted.of("2"));
    }
  }

  @Test
  void save_toAReadOnlyDirectory_saysSoAndKeepsTheOlderOnes() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(directory.resolve("disk"), 256)) {
      Checkpoints checkpoints = open(disk.root());
      checkpoints.load();
      checkpoints.save(Wanted.of("1"));
      disk.readOnly();

      assertThatThrownBy(() -> checkpoints.save(Wanted.of("2")))
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining("Read-only file system");
      assertThat(open(disk.root()).load().state()).isEqualTo(Wanted.of("1"));
    }
  }

  @Test
  void open_onAFile_saysWhatToDo() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "");

    assertThatThrownBy(() -> CheckpointPath.ofStateDir(file))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("--state-dir");
  }

  private Checkpoints saveAll(String... versions) throws CheckpointException {
    Checkpoints checkpoints = open();
    checkpoints.load();
    for (String version : versions) {
      save(checkpoints, Wanted.of(version));
    }
    return checkpoints;
  }

  private Checkpoints open() throws CheckpointException {
    return open(directory);
  }

  private static Checkpoints open(Path directory) throws CheckpointException {
    return new Checkpoints(CheckpointPath.ofStateDir(directory));
  }

  private static void save(Checkpoints checkpoints, WantedState state) throws CheckpointException {
    checkpoints.save(state);
    checkpoints.tidy();
  }

  private static Digest digest(int number) {
    return new Digest("%064x".formatted(number));
  }

  private Path file(long number) {
    return directory.resolve("state/%09d.json".formatted(number));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("state"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
