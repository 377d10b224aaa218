package io.jarserve.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.distribution.Shell.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive, unpacked into a path with a blank and run through a link from elsewhere. */
class DistributionIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final List<String> SAMPLES =
      List.of(
          "chat.jar",
          "counter.jar",
          "echo.jar",
          "hello.jar",
          "inventory.jar",
          "models.jar",
          "text-language.jar",
          "text-pipeline.jar",
          "thumbnailer.jar");

  @TempDir static Path unpacked;
  private static Path root;
  private static Path jarserve;

  @TempDir Path directory;
  private Served served;
  private Shell shell;

  @BeforeAll
  static void unpack() throws Exception {
    Path place = Files.createDirectory(unpacked.resolve("a place"));
    Result tar = new Shell(place).run("tar", "xzf", Places.archive(".tar.gz"));
    assertThat(tar.exitCode()).as(tar.out()).isZero();
    root = place.resolve("jarserve-" + Places.VERSION);
    Path script = root.resolve("bin/jarserve");
    jarserve = Files.createSymbolicLink(unpacked.resolve("js"), unpacked.relativize(script));
  }

  @BeforeEach
  void prepare() throws Exception {
    served = Served.below(directory);
    shell = served.shell(directory);
  }

  @Test
  void archives_both_holdTheSame() throws Exception {
    for (String expected :
        List.of(
            "bin",
            "lib",
            "stores/s3",
            "stores/gs",
            "conf/jarserve.yaml",
            "conf/logback.xml",
            "deploy-dir",
            "LICENSE")) {
      assertThat(root.resolve(expected)).exists();
    }
    try (var samples = Files.list(root.resolve("samples"))) {
      assertThat(samples)
          .extracting(sample -> sample.getFileName().toString())
          .containsExactlyInAnyOrderElementsOf(SAMPLES);
    }
    try (ZipFile zip = new ZipFile(Places.archive(".zip").toFile());
        var files = Files.walk(root).filter(Files::isRegularFile)) {
      String top = "jarserve-" + Places.VERSION + "/";
      assertThat(zip.stream().filter(entry -> !entry.isDirectory()).map(entry -> entry.getName()))
          .containsExactlyInAnyOrderElementsOf(
              files.map(file -> top + root.relativize(file)).toList());
    }
  }

  @Test
  void start_detached_servesUntilShutdown() throws Exception {
    Result start = shell.run(jarserve, "start", "--with-samples", "--detach");
    assertThat(start.exitCode()).as(start.out()).isZero();
    assertThat(start.out())
        .contains("samples    copied " + String.join(", ", SAMPLES))
        .contains("serving    " + served.http())
        .contains("admin      " + served.admin())
        .contains("watching   " + served.deployDir())
        .contains("log in " + served.stateDir().resolve("logs"));

    shell.with("JARSERVE_ADDRESS", served.admin());
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              Result status = shell.run(jarserve, "status");
              assertThat(status.exitCode()).as(status.out()).isZero();
              assertThat(status.out()).contains("9 of 9 applications run as wanted");
            });
    assertThat(served.get("/hello?name=Ada")).isEqualTo("hello Ada\n");
    assertSecondServerIsRefused();

    long pid = Long.parseLong(Files.readString(served.pidFile()).strip());
    Result shutdown = shell.run(jarserve, "shutdown");
    assertThat(shutdown.exitCode()).as(shutdown.out()).isZero();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty());
    assertThat(served.isUp()).isFalse();
    assertThat(shell.run(jarserve, "status").exitCode()).isEqualTo(3);
    assertThat(shell.run(jarserve, "shutdown").out()).contains("nothing to stop");
  }

  private void assertSecondServerIsRefused() throws Exception {
    Result second = shell.run(jarserve, "start", "--detach");
    assertThat(second.exitCode()).isEqualTo(2);
    assertThat(second.out()).contains("is in use by process", "choose another with --state-dir");
    assertThat(served.isUp()).isTrue();
  }

  @Test
  void start_terminated_stopsInOrder() throws Exception {
    Path out = directory.resolve("out.txt");
    Process server = shell.start(out, jarserve, "start");
    try {
      await().atMost(PATIENCE).until(() -> served.isUp() || !server.isAlive());
      assertThat(out).content().contains("serving    http://127.0.0.1:");

      server.destroy();

      assertThat(server.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(server.exitValue()).isEqualTo(143);
      assertThat(out).content().contains("stopped");
      assertThat(served.isUp()).isFalse();
    } finally {
      server.destroyForcibly();
    }
  }

  @Test
  void start_usedPort_saysWhatToDo() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = other.getLocalPort();
      Result onHttp = shell.run(jarserve, "start", "--http-port", port);
      assertThat(onHttp.exitCode()).isEqualTo(2);
      assertThat(onHttp.out()).contains("127.0.0.1:" + port, "choose another with --http-port");

      Result onAdmin = shell.run(jarserve, "start", "--admin-port=" + port);
      assertThat(onAdmin.exitCode()).isEqualTo(2);
      assertThat(onAdmin.out()).contains("127.0.0.1:" + port, "choose another with --admin-port");
    }
  }

  @Test
  void start_slip_saysWhatWasMeant() throws Exception {
    Result flag = shell.run(jarserve, "start", "--http-prot", "1");
    assertThat(flag.exitCode()).isEqualTo(2);
    assertThat(flag.out()).contains("did you mean '--http-port'?");

    Path config = Files.writeString(directory.resolve("c.yaml"), "\nstate_dri: x\n");
    Result file = shell.run(jarserve, "start", "--config", config);
    assertThat(file.exitCode()).isEqualTo(2);
    assertThat(file.out())
        .contains(config + ", line 2, column 1: unknown key 'state_dri'", "'state_dir'?");

    Result variable = served.shell(directory).with("JARSERVE_HTPP_PORT", 1).run(jarserve, "start");
    assertThat(variable.exitCode()).isEqualTo(2);
    assertThat(variable.out()).contains("did you mean 'JARSERVE_HTTP_PORT'?");
  }

  @Test
  void javaHome_unusable_saysSo() throws Exception {
    Path nowhere = directory.resolve("nowhere");
    Result none = served.shell(directory).with("JAVA_HOME", nowhere).run(jarserve, "--version");
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.out()).contains("JAVA_HOME is '" + nowhere + "', which has no bin/java");

    Path old = oldJava(directory.resolve("old"));
    Result tooOld = served.shell(directory).with("JAVA_HOME", old).run(jarserve, "--version");
    assertThat(tooOld.exitCode()).isEqualTo(2);
    assertThat(tooOld.out()).contains("which is Java 11", "at least 17");
  }

  @Test
  void javaHome_notSet_findsTheNewestJava() throws Exception {
    Path old = oldJava(directory.resolve("old"));
    Path jdks = Files.createDirectories(directory.resolve("home/.jdks"));
    Files.createSymbolicLink(jdks.resolve("this"), Path.of(System.getProperty("java.home")));
    Shell unset =
        served
            .shell(directory)
            .with("JAVA_HOME", "")
            .with("HOME", directory.resolve("home"))
            .with("PATH", old.resolve("bin") + ":" + System.getenv("PATH"));

    Result found = unset.run(jarserve, "--version");
    assertThat(found.exitCode()).as(found.out()).isZero();
    assertThat(found.out()).startsWith("jarserve " + Places.VERSION);

    pretendJava(jdks.resolve("newest"), "99.0.1", "echo the newest");
    assertThat(unset.run(jarserve, "--version").out()).isEqualTo("the newest\n");
  }

  @Test
  void status_theFirst_leavesAnArchiveOfClassesThatNothingDependsOn() throws Exception {
    Path cache = directory.resolve("cache");
    shell.with("JARSERVE_ADDRESS", "127.0.0.1:1");
    Result first = shell.run(jarserve, "status");
    assertThat(first.exitCode()).as(first.out()).isEqualTo(3);
    Path archive = onlyFileBelow(cache);
    assertThat(archive).hasParent(cache.resolve("jarserve")).isNotEmptyFile();
    assertThat(archive.getFileName().toString()).startsWith("commands-").endsWith(".jsa");

    assertThat(shell.run(jarserve, "status")).isEqualTo(first);
    Files.delete(archive);
    Files.writeString(archive, "no archive at all");
    assertThat(shell.run(jarserve, "status")).isEqualTo(first);

    shell.with("XDG_CACHE_HOME", Files.writeString(directory.resolve("file"), ""));
    assertThat(shell.run(jarserve, "status")).isEqualTo(first);
  }

  @Test
  void status_severalAtOnce_leaveOneWholeArchive() throws Exception {
    Path cache = directory.resolve("cache");
    shell
        .with("JARSERVE_ADDRESS", "127.0.0.1:1")
        .with("JAVA_HOME", System.getProperty("java.home"));
    List<Process> commands = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      commands.add(shell.start(directory.resolve("out-" + i + ".txt"), jarserve, "status"));
    }
    for (int i = 0; i < commands.size(); i++) {
      assertThat(commands.get(i).waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(commands.get(i).exitValue()).isEqualTo(3);
      assertThat(directory.resolve("out-" + i + ".txt"))
          .content()
          .startsWith("jarserve status: no Jarserve answers at http://127.0.0.1:1/")
          .hasLineCount(1);
    }

    Path archive = onlyFileBelow(cache);
    assertThat(withNothingBut(archive).exitCode()).isZero();
    byte[] damaged = Files.readAllBytes(archive);
    damaged[damaged.length / 2] ^= 1;
    Files.write(archive, damaged);
    assertThat(withNothingBut(archive).exitCode()).as("of a damaged one").isNotZero();
  }

  /** A Java that does nothing when the archive is not whole. */
  private Result withNothingBut(Path archive) throws Exception {
    return shell.run(
        Path.of(System.getProperty("java.home"), "bin", "java"),
        "-XX:SharedArchiveFile=" + archive,
        "-Xshare:on",
        "-XX:+VerifySharedSpaces",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        root.toRealPath() + "/lib/*",
        "io.jarserve.server.node.Main",
        "--version");
  }

  private static Path onlyFileBelow(Path place) throws IOException {
    try (var files = Files.walk(place).filter(Files::isRegularFile)) {
      return assertThat(files.toList()).singleElement().actual();
    }
  }

  private static Path oldJava(Path home) throws IOException {
    return pretendJava(home, "11.0.2", "exit 1");
  }

  private static Path pretendJava(Path home, String version, String script) throws IOException {
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    return home;
  }
}
