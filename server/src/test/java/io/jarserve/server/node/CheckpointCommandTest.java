package io.jarserve.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.checkpoint.BoundedStore;
import io.jarserve.server.checkpoint.CheckpointPath;
import io.jarserve.server.checkpoint.Checkpoints;
import io.jarserve.server.cli.ExitCode;
import io.jarserve.server.files.LockFile;
import io.jarserve.server.model.ApplicationSpec;
import io.jarserve.server.model.Digest;
import io.jarserve.server.model.WantedState;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path place;

  @BeforeEach
  void saveThree() throws Exception {
    for (int i = 1; i <= 3; i++) {
      save(state("1." + i, artifact("content " + i)));
    }
  }

  @Test
  void list_showsEveryStateNewestFirst() {
    assertThat(run("list", url())).isEqualTo(ExitCode.OK);
    assertThat(out.toString().lines())
        .hasSize(4)
        .first()
        .asString()
        .contains("NUMBER", "APPLICATIONS", "ARTIFACTS", "LAST DEPLOYED");
    assertThat(out.toString().lines().skip(1)).first().asString().matches("3 +1 +1 +2026-.* whole");
  }

  @Test
  void list_ofADamagedState_isOneAndSaysWhatIsWrong() throws IOException {
    Files.writeString(file(3), "{");

    assertThat(run("list", "--state-dir=" + place)).isEqualTo(ExitCode.NOT_WELL);
    assertThat(out.toString()).contains("3  ", "does not begin like a checkpoint", "whole");
  }

  @Test
  void list_ofNothing_saysWhere() {
    assertThat(run("list", "--state-dir=" + place.resolve("other"))).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("no checkpoint yet in " + place.resolve("other"));
  }

  @Test
  void list_ofADirectoryThatIsNotThere_makesNone() {
    Path nowhere = place.resolve("nowhere");

    assertThat(run("list", "--checkpoint-path=" + nowhere.toUri())).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("there is no directory at the checkpoint path file:");
    assertThat(nowhere).doesNotExist();
    assertThat(run("verify", "--checkpoint-path=file://other/x")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("is no file on this machine");
  }

  @Test
  void verify_ofWhatIsWhole_isZero() {
    assertThat(run("verify", url())).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("3 of 3 states and 3 of 3 artifacts in file:");
  }

  @Test
  void verify_ofWhatIsNot_namesEachAndIsOne() throws Exception {
    Files.writeString(jar("content 1"), "something else");
    Files.delete(jar("content 2"));
    Files.writeString(file(2), Files.readString(file(2)).replace("greeter", "greater"));

    assertThat(run("verify", url())).isEqualTo(ExitCode.NOT_WELL);
    assertThat(out.toString())
        .contains("! checkpoint 2 has checksum")
        .contains("it is damaged")
        .contains("2 of 3 states and 1 of 2 artifacts");
  }

  @Test
  void restore_makesAnOlderOneTheNewest() throws Exception {
    assertThat(run("restore", "1", url())).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("checkpoint 1 is the newest now, as number 4");

    try (BoundedStore store = CheckpointPath.ofStateDirInUse(place)) {
      WantedState loaded = new Checkpoints(store).load().state();
      assertThat(loaded.applications().get(0).wanted().version()).isEqualTo("1.1");
    }
  }

  @Test
  void restore_whoseArtifactIsGone_isRefused() throws Exception {
    Files.delete(jar("content 1"));

    assertThat(run("restore", "1", url())).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("checkpoint 1", "cannot be restored", "is not there");
    assertThat(file(4)).doesNotExist();
  }

  @Test
  void restore_ofANumberThatIsNotThere_namesThoseThatAre() {
    assertThat(run("restore", "7", url())).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("there is no checkpoint 7", "[1, 2, 3]");
  }

  @Test
  void restore_underARunningServer_isRefused() throws Exception {
    LockFile lock = StateLock.take(place);
    try {
      assertThat(run("restore", "1", "--state-dir=" + place)).isEqualTo(ExitCode.USAGE);
    } finally {
      lock.close();
    }
    assertThat(err.toString()).contains("is in use by process", "jarserve shutdown");
  }

  @Test
  void checkpoint_ofAnUnknownScheme_saysWhichAreKnown() {
    assertThat(run("list", "--checkpoint-path=ftp://x/y")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("unknown scheme 'ftp'");
  }

  @Test
  void help_showsTheCommands() {
    assertThat(run()).isEqualTo(ExitCode.OK);
    assertThat(run("restore", "--help")).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("list", "verify", "restore", "<number>", "Exit codes:");
  }

  private void save(WantedState state) throws Exception {
    try (BoundedStore store = CheckpointPath.ofStateDir(place)) {
      Checkpoints checkpoints = new Checkpoints(store);
      checkpoints.load();
      checkpoints.save(state);
    }
  }

  private static WantedState state(String version, Digest digest) {
    ApplicationSpec spec =
        new ApplicationSpec("greeter", version, digest, "greeter.jar", List.of());
    return new WantedState(
        List.of(
            new WantedState.Application(
                spec,
                Optional.of(spec),
                List.of(),
                Optional.of(Instant.parse("2026-11-25T04:05:06.789Z")))));
  }

  private Digest artifact(String content) throws Exception {
    Files.createDirectories(place.resolve("artifacts"));
    Files.writeString(jar(content), content);
    return digest(content);
  }

  private Path jar(String content) throws Exception {
    return place.resolve("artifacts").resolve(digest(content) + ".jar");
  }

  private static Digest digest(String content) throws Exception {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    return new Digest(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
  }

  private Path file(int number) {
    return place.resolve("state/00000000" + number + ".json");
  }

  private String url() {
    return "--checkpoint-path=" + place.toUri();
  }

  private int run(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "checkpoint";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all);
  }
}
