package io.jarserve.server.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.artifact.Standing.Believed;
import io.jarserve.server.artifact.Standing.Doubted;
import io.jarserve.server.model.Digest;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StandingTest {

  private static final Map<String, Digest> FILES = Map.of("a.jar", new Digest("ab".repeat(32)));

  @Test
  void of_aNewDirectory_isBelieved() {
    assertThat(Standing.of(sight(false, null), memory(false, Map.of())))
        .isEqualTo(new Believed(Map.of(), false));
    assertThat(Standing.of(sight(true, null), memory(false, Map.of())))
        .isEqualTo(new Believed(Map.of(), false));
  }

  @Test
  void of_ourLedger_isBelievedWhateverIsThere() {
    assertThat(Standing.of(sight(false, "me"), memory(true, Map.of())))
        .isEqualTo(new Believed(FILES, false));
    assertThat(Standing.of(sight(true, "me"), memory(true, Map.of())))
        .isEqualTo(new Believed(FILES, false));
  }

  @Test
  void of_ourLedgerThatACrashKeptFromOurMemory_isBelieved() {
    assertThat(Standing.of(sight(false, "me"), memory(false, Map.of())))
        .isEqualTo(new Believed(FILES, false));
  }

  @Test
  void of_anotherOnesLedgerWhereWeNeverWere_isTakenOver() {
    assertThat(Standing.of(sight(true, "other"), memory(false, Map.of())))
        .isEqualTo(new Believed(FILES, false));
  }

  @Test
  void of_anotherOnesLedgerWhereOursWas_isDoubted() {
    assertThat(problem(sight(true, "other"), memory(true, Map.of())))
        .contains(
            "/deploy", "another instance (other, this is me)", "delete .jarserve-ledger.json");
  }

  @Test
  void of_anEmptyDirectoryWhoseLedgerIsGone_isDoubted() {
    assertThat(problem(sight(false, null), memory(true, Map.of())))
        .contains("/deploy is empty", "bring the files back");
  }

  @Test
  void of_filesWithoutTheLedgerThatWasThere_areTakenUp() {
    assertThat(Standing.of(sight(true, null), memory(true, Map.of())))
        .isEqualTo(new Believed(Map.of(), true));
  }

  @Test
  void of_anEmptyReadOnlyDirectoryWhereFilesWere_isDoubted() {
    assertThat(problem(sight(false, null), memory(false, FILES))).contains("is empty");
  }

  @Test
  void of_filesInAReadOnlyDirectory_areBelieved() {
    assertThat(Standing.of(sight(true, null), memory(false, FILES)))
        .isEqualTo(new Believed(Map.of(), false));
  }

  @Test
  void of_aDirectoryThatCannotBeRead_isDoubtedForThatReason() {
    Sight unseen =
        new Sight(
            Optional.empty(),
            Map.of(),
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.of("cannot be read"));

    assertThat(problem(unseen, memory(true, Map.of()))).isEqualTo("cannot be read");
  }

  private static String problem(Sight sight, DoorMemory memory) {
    Standing standing = Standing.of(sight, memory);
    assertThat(standing).isInstanceOf(Doubted.class);
    return ((Doubted) standing).problem();
  }

  private static DoorMemory memory(boolean ledgerWritten, Map<String, Digest> unrecorded) {
    return new DoorMemory("me", "/deploy", ledgerWritten, unrecorded);
  }

  private static Sight sight(boolean withJar, @Nullable String ledgerOwner) {
    FileTime time = FileTime.fromMillis(0);
    Look look = new Look(Look.Kind.FILE, Optional.empty(), 1, time, time, "");
    return new Sight(
        Optional.empty(),
        withJar ? Map.of("a.jar", look) : Map.of("a.yaml", look),
        Set.of(),
        Optional.ofNullable(ledgerOwner).map(owner -> Ledger.of(owner, FILES)),
        Optional.empty(),
        Optional.empty());
  }
}
