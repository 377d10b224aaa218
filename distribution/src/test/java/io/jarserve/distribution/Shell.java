package io.jarserve.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs programs with an environment of their own. Every run ends in time, or is killed. */
final class Shell {

  private static final int PATIENCE_S = 300;

  private final Path directory;
  private final Map<String, String> environment = new HashMap<>();

  /**
   * @param directory where the programs are run
   */
  Shell(Path directory) {
    this.directory = directory;
  }

  /** What came of a program. */
  record Result(int exitCode, String out) {}

  /** Sets a variable for later runs. */
  Shell with(String variable, Object value) {
    environment.put(variable, value.toString());
    return this;
  }

  /** Runs a program to its end. */
  Result run(Object... command) throws IOException, InterruptedException {
    Path out = Files.createTempFile("out", ".txt");
    Process process = start(out, command);
    if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(List.of(command) + " did not end: " + Files.readString(out));
    }
    Result result = new Result(process.exitValue(), Files.readString(out));
    Files.delete(out);
    return result;
  }

  /** Starts a program; what it tells goes to a file. */
  Process start(Path out, Object... command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(List.of(command).stream().map(Object::toString).toList())
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("JARSERVE_"));
    builder.environment().putAll(environment);
    return builder.start();
  }
}
