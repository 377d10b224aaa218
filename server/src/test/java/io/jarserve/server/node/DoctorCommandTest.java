package io.jarserve.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.artifact.DirectoryClaim;
import io.jarserve.server.cli.ExitCode;
import io.jarserve.server.json.Json;
import io.jarserve.server.testing.TestNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {

  private final StringWriter out = new StringWriter();

  @TempDir Path home;

  @Test
  void doctor_allWell_isZero() {
    assertThat(doctor("--http-port", "0", "--admin-port", "0"))
        .as(out.toString())
        .isEqualTo(ExitCode.OK);
    assertThat(out.toString())
        .contains("java:", "state_dir ", "disk of ", "clock", "deploy_dir ", "checkpoint_path")
        .contains("ok       http_port 0 on 127.0.0.1: any free one is taken")
        .doesNotContain("failed");
  }

  @Test
  void doctor_takenPort_namesWhoHasIt() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(other.getLocalPort());

      assertThat(doctor("--http-port", port, "--admin-port", "0")).isEqualTo(ExitCode.NOT_WELL);
      assertThat(out.toString())
          .contains(
              "failed   http_port " + port, "-> stop what has it, or choose another http_port");
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void portOwner_ofThisProcess_isIt() throws IOException {
    int port;
    try (ServerSocket own = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = own.getLocalPort();
      assertThat(PortOwner.of(port)).contains(ProcessHandle.current());
    }
    assertThat(PortOwner.of(port)).isEmpty();
  }

  @Test
  void doctor_runningServer_hasItsPorts() throws IOException {
    try (TestNode node = TestNode.start(home)) {
      Files.writeString(
          home.resolve("state").resolve("jarserve.pid"), ProcessHandle.current().pid() + "\n");

      int code = doctor("--http-port", "" + node.port(), "--admin-port", "" + node.adminPort());

      assertThat(code).as(out.toString()).isEqualTo(ExitCode.OK);
      assertThat(out.toString()).contains("the server of this state directory has it");
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void doctor_openDeployDirectory_isFailed() throws IOException {
    Files.setPosixFilePermissions(
        TestNode.deployDir(home), PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThat(doctor("--http-port", "0", "--admin-port", "0")).isEqualTo(ExitCode.NOT_WELL);
    assertThat(out.toString()).contains("everybody may write to it", "-> chmod o-w");
    assertThat(doctor("--http-port", "0", "--admin-port", "0", "--allow-insecure-deploy-dir"))
        .isEqualTo(ExitCode.OK);
  }

  @Test
  void doctor_deployDirectoryOfAnother_namesIt() throws Exception {
    Path other = home.resolve("other-state");
    try (DirectoryClaim claim = DirectoryClaim.take(TestNode.deployDir(home), other)) {
      assertThat(doctor("--http-port", "0", "--admin-port", "0")).isEqualTo(ExitCode.NOT_WELL);
      assertThat(out.toString())
          .contains("with the state directory " + other, "-> stop that server, or choose another");
      assertThat(claim).isNotNull();
    }
  }

  @Test
  void doctor_directoryThatIsAFile_isFailed() throws IOException {
    Files.writeString(home.resolve("state"), "a file");

    assertThat(doctor("--http-port", "0", "--admin-port", "0")).isEqualTo(ExitCode.NOT_WELL);
    assertThat(out.toString()).contains("failed   state_dir", "-> give this user the right to");
  }

  @Test
  void doctor_clockBeforeTheFiles_isFailed() throws IOException {
    Path file = Files.createDirectories(home.resolve("state")).resolve("lock");
    Files.writeString(file, "");
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(3600)));

    assertThat(doctor("--http-port", "0", "--admin-port", "0")).isEqualTo(ExitCode.NOT_WELL);
    assertThat(out.toString()).contains("failed   clock", "-> set the clock");
  }

  @Test
  void doctor_checkpointPath_isTriedOut() {
    String good = home.resolve("checkpoint").toUri().toString();
    String[] ports = {"--http-port", "0", "--admin-port", "0", "--checkpoint-path"};

    assertThat(doctor(ports[0], ports[1], ports[2], ports[3], ports[4], good))
        .as(out.toString())
        .isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("replaces nothing that is there");
    assertThat(doctor(ports[0], ports[1], ports[2], ports[3], ports[4], "nowhere://x"))
        .isEqualTo(ExitCode.NOT_WELL);
    assertThat(out.toString()).contains("failed   checkpoint_path nowhere://x");
  }

  @Test
  void doctor_asJson_hasEveryFinding() {
    doctor("--http-port", "0", "--admin-port", "0", "-o", "json");

    byte[] json = out.toString().getBytes(StandardCharsets.UTF_8);
    assertThat((List<?>) Json.read(json, Map.class).get("findings")).hasSize(8);
  }

  private int doctor(String... arguments) {
    List<String> all = new ArrayList<>(List.of("doctor"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--state-dir", home.resolve("state").toString()));
    all.addAll(List.of("--deploy-dir", home.resolve("deploy").toString()));
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(out, true))
        .execute(all.toArray(String[]::new));
  }
}
