package io.jarserve.server.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.model.InstanceEvent;
import io.jarserve.server.model.InstanceEvent.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditTrailTest {

  private static final Optional<String> ALL = Optional.empty();

  @TempDir Path dir;

  @Test
  void open_afterARestart_knowsWhatWasBefore() throws Exception {
    AuditTrail.open(dir).add(List.of(event(1, "a"), event(2, "b")));

    AuditTrail again = AuditTrail.open(dir);
    assertThat(again.last()).isEqualTo(2);
    again.add(List.of(event(7, "a")));

    assertThat(again.newest(0, ALL, 10))
        .containsExactly(event(1, "a"), event(2, "b"), event(7, "a"));
    assertThat(AuditTrail.open(dir).newest(0, ALL, 10)).hasSize(3);
  }

  @Test
  void open_nothingHappened_makesNoFile() throws Exception {
    AuditTrail.open(dir).add(List.of(notice(1)));

    assertThat(dir).isEmptyDirectory();
  }

  @Test
  void open_afterATornLine_passesOverItAndGoesOn() throws Exception {
    AuditTrail.open(dir).add(List.of(event(1, "a")));
    Files.writeString(dir.resolve("audit.log"), "{\"sequence\": 2, \"a", StandardOpenOption.APPEND);

    AuditTrail.open(dir).add(List.of(event(3, "a")));

    assertThat(sequences(AuditTrail.open(dir))).containsExactly(1L, 3L);
  }

  @Test
  void open_ofWhatCannotBeRead_beginsWithoutIt() throws Exception {
    Files.createDirectory(dir.resolve("audit.log"));

    AuditTrail trail = AuditTrail.open(dir);
    trail.add(List.of(event(1, "a")));

    assertThat(sequences(trail)).containsExactly(1L);
  }

  @Test
  void newest_filtered_givesTheLastOfThose() throws Exception {
    AuditTrail trail = AuditTrail.open(dir);
    trail.add(List.of(event(1, "a"), event(2, "b"), event(3, "a"), notice(4), event(5, "a")));

    assertThat(trail.newest(0, Optional.of("a"), 2)).containsExactly(event(3, "a"), event(5, "a"));
    assertThat(trail.newest(3, ALL, 100)).containsExactly(event(5, "a"));
    assertThat(trail.newest(0, ALL, 0)).isEmpty();
  }

  @Test
  void add_more_keepsTheLastInMemoryAndAllInFiles() throws Exception {
    AuditTrail trail = AuditTrail.open(dir, 64 * 1024);
    long all = AuditTrail.KEPT + 200;
    for (long i = 1; i <= all; i++) {
      trail.add(List.of(event(i, "a")));
    }

    assertThat(sequences(trail)).hasSize(AuditTrail.KEPT).endsWith(all);
    assertThat(lines()).isEqualTo(all);
  }

  @Test
  void add_whileTheDiskTakesNothing_writesItLater() throws Exception {
    Path logs = dir.resolve("logs");
    Files.createFile(logs);
    AuditTrail trail = AuditTrail.open(logs);
    trail.add(List.of(event(1, "a")));
    assertThat(sequences(trail)).containsExactly(1L);

    Files.delete(logs);
    trail.add(List.of(event(2, "a")));

    assertThat(sequences(AuditTrail.open(logs))).containsExactly(1L, 2L);
  }

  private static List<Long> sequences(AuditTrail trail) {
    return trail.newest(0, ALL, Long.MAX_VALUE).stream().map(InstanceEvent::sequence).toList();
  }

  private long lines() throws IOException {
    return LongStream.range(0, 10)
        .mapToObj(age -> dir.resolve(age == 0 ? "audit.log" : "audit.log." + age))
        .filter(Files::exists)
        .mapToLong(AuditTrailTest::lines)
        .sum();
  }

  private static long lines(Path file) {
    try {
      return Files.readAllLines(file).size();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static InstanceEvent event(long sequence, String application) {
    return new InstanceEvent(
        sequence,
        Lines.NOON,
        Kind.UPDATE_STARTED,
        false,
        Optional.of(application),
        "somebody",
        Optional.of(1L),
        Optional.of(2L),
        "an update");
  }

  private static InstanceEvent notice(long sequence) {
    return new InstanceEvent(
        sequence,
        Lines.NOON,
        Kind.NOTICE,
        false,
        Optional.empty(),
        "",
        Optional.empty(),
        Optional.empty(),
        "by the way");
  }
}
