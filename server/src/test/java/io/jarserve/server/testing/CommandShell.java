package io.jarserve.server.testing;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Runs commands as an operator does, with {@code jarserve} and the tools of this JDK on the path,
 * in a directory of their own. Every run ends in time, or is killed.
 */
public final class CommandShell {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path directory;
  private final Map<String, String> environment = new HashMap<>();

  /** What came of commands. */
  public record Result(int exitCode, String out) {}

  /**
   * @param directory where the commands are run; gets a {@code bin} with the script
   */
  public CommandShell(Path directory) throws IOException {
    this.directory = directory;
    Path java = Path.of(System.getProperty("java.home"), "bin");
    Path script = Files.createDirectories(directory.resolve("bin")).resolve("jarserve");
    Files.writeString(
        script,
        "#!/bin/sh\nexec '%s' -XX:TieredStopAtLevel=1 -Dlogback.configurationFile=logback.xml -cp '%s' io.jarserve.server.node.Main \"$@\"\n"
            .formatted(java.resolve("java"), classPath()));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    with(
        "PATH",
        String.join(
            File.pathSeparator,
            script.resolveSibling("").toString(),
            java.toString(),
            System.getenv("PATH")));
  }

  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Sets a variable for later runs. */
  public CommandShell with(String variable, Object value) {
    environment.put(variable, value.toString());
    return this;
  }

  /** Runs commands to their end, or to the first that fails. */
  public Result run(String commands) throws IOException, InterruptedException {
    Path out = Files.createTempFile(directory, "out", ".txt");
    Process process = start(out, "set -e\n" + commands);
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(commands + " did not end: " + Files.readString(out));
    }
    return new Result(process.exitValue(), Files.readString(out));
  }

  /** Starts commands; what they tell goes to a file. */
  public Process start(Path out, String commands) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", commands)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("JARSERVE_"));
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** Starts a server and waits until it serves; its output goes to {@code server.log}. */
  public Process serve(String command, Path stateDir) throws IOException {
    Path log = directory.resolve("server.log");
    Process server = start(log, "exec " + command);
    await("the server serves")
        .atMost(PATIENCE)
        .until(() -> isServing(stateDir, server.pid()) || !server.isAlive());
    if (!server.isAlive()) {
      throw new AssertionError("the server ended:\n" + Files.readString(log));
    }
    return server;
  }

  private static boolean isServing(Path stateDir, long pid) throws IOException {
    Path file = stateDir.resolve("jarserve.pid");
    return Files.exists(file) && Files.readString(file).equals(pid + "\n");
  }
}
