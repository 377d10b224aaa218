package io.jarserve.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.distribution.Shell.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * When the launcher of the repository builds, and what it shows; with a Maven that only pretends.
 */
class RepositoryLauncherIT {

  /** Tells like Maven, and makes a distribution that tells how it was called. */
  private static final String MAVEN =
      """
      #!/bin/sh
      echo "$@" >>maven.calls
      echo '[INFO] Building Jarserve 1.0 [1/3]'
      echo '[INFO] Building Jarserve server 1.0 [2/3]'
      echo '[INFO] noise'
      if [ -e broken ]; then
        echo '[ERROR] server/Foo.java:[3,4] cannot find symbol'
        exit 1
      fi
      echo '[INFO] Building Jarserve distribution 1.0 [3/3]'
      bin=distribution/target/jarserve-1.0/jarserve-1.0/bin
      mkdir -p "$bin"
      printf '#!/bin/sh\\necho "ran in $JARSERVE_HOME:" "$@"\\n' >"$bin/jarserve"
      chmod +x "$bin/jarserve"
      echo version=1.0 >distribution/target/built.properties
      """;

  @TempDir Path directory;
  private Path repository;
  private Shell shell;

  @BeforeEach
  void copy() throws Exception {
    repository = Files.createDirectories(directory.resolve("my sources")).toRealPath();
    copy("jarserve");
    copy("distribution/src/main/bin/find-java.sh");
    age(write("pom.xml", ""));
    age(write("server/src/main/java/Foo.java", ""));
    executable(write("tools/mvn", MAVEN));
    shell =
        new Shell(directory)
            .with("PATH", repository.resolve("tools") + ":" + System.getenv("PATH"))
            .with("JAVA_HOME", System.getProperty("java.home"));
  }

  @Test
  void start_notBuilt_buildsAndRuns() throws Exception {
    Result result = run("start", "--http-port", "1");

    assertThat(result.exitCode()).as(result.out()).isZero();
    assertThat(result.out())
        .containsPattern("building server … \\d+ s\nbuilding distribution … \\d+ s\n")
        .endsWith("ran in " + repository + ": start --http-port 1\n")
        .doesNotContain("noise");
    assertThat(repository.resolve("distribution/target/build.log")).content().contains("noise");
  }

  @Test
  void start_builtAndUnchanged_runsAtOnce() throws Exception {
    run("start");
    assertThat(run("start").out()).isEqualTo("ran in " + repository + ": start\n");
    assertThat(calls()).isEqualTo(1);
  }

  @Test
  void sourcesNewer_onlyWhatServesBuilds() throws Exception {
    run("start");
    Files.setLastModifiedTime(
        repository.resolve("server/src/main/java/Foo.java"),
        FileTime.from(Instant.now().plusSeconds(60)));

    assertThat(run("status").out()).isEqualTo("ran in " + repository + ": status\n");
    assertThat(calls()).isEqualTo(1);
    assertThat(run("run", "a.jar").out())
        .contains("building server")
        .endsWith("ran in " + repository + ": run a.jar\n");
    assertThat(run("start").out()).contains("building server");
    assertThat(calls()).isEqualTo(3);
  }

  @Test
  void sourcesNewer_serverRunning_isToldToStopItFirst() throws Exception {
    run("start");
    Files.delete(repository.resolve("distribution/target/built.properties"));
    write(".jarserve/jarserve.pid", ProcessHandle.current().pid() + "\n");

    Result result = run("start");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.out()).contains("./jarserve shutdown");
    assertThat(calls()).isEqualTo(1);
  }

  @Test
  void build_fails_showsErrorsAndTheLog() throws Exception {
    write("broken", "");

    Result result = run("start");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.out())
        .contains("[ERROR] server/Foo.java:[3,4] cannot find symbol")
        .contains("the build failed", "distribution/target/build.log")
        .doesNotContain("ran in");
  }

  @Test
  void link_fromElsewhere_findsTheRepository() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("js"), repository.resolve("jarserve"));
    assertThat(shell.run(link, "status").out()).endsWith("ran in " + repository + ": status\n");
  }

  private Result run(Object... arguments) throws Exception {
    Object[] command = new Object[arguments.length + 1];
    command[0] = repository.resolve("jarserve");
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return shell.run(command);
  }

  private long calls() throws IOException {
    return Files.readAllLines(repository.resolve("maven.calls")).size();
  }

  private void copy(String file) throws IOException {
    Path to = repository.resolve(file);
    Files.createDirectories(to.resolveSibling(""));
    Files.copy(Places.REPOSITORY.resolve(file), to, StandardCopyOption.COPY_ATTRIBUTES);
  }

  private Path write(String file, String text) throws IOException {
    Path to = repository.resolve(file);
    Files.createDirectories(to.resolveSibling(""));
    return Files.writeString(to, text);
  }

  private static void age(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(3600)));
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
