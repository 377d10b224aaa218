package io.jarserve.archetype;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs Maven as somebody does in a terminal. Every run ends in time, or is killed.
 *
 * @param settings which local repository to use
 * @param javaHome the JDK that runs Maven and compiles
 */
record Maven(Path settings, Path javaHome) {

  private static final int PATIENCE_S = 600;
  private static final Path HOME = Path.of(System.getProperty("jarserve.maven.home", ""));

  /** What came of a run. */
  record Result(int exitCode, String out) {}

  static Maven withThisJava(Path settings) {
    return new Maven(settings, Path.of(System.getProperty("java.home")));
  }

  /** Runs it to its end. */
  Result run(Path directory, String... arguments) throws IOException, InterruptedException {
    Path out = Files.createTempFile("maven", ".txt");
    return ended(start(directory, out, arguments), out, arguments);
  }

  /** Runs it to its end and answers what it asks. */
  Result answering(List<String> answers, Path directory, String... arguments)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("maven", ".txt");
    Path typed = Files.write(Files.createTempFile("answers", ".txt"), answers);
    Result result = ended(start(directory, out, typed, List.of(arguments)), out, arguments);
    Files.delete(typed);
    return result;
  }

  /** Starts it; what it prints goes to a file. */
  Process start(Path directory, Path out, String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of("-B"));
    all.addAll(List.of(arguments));
    return start(directory, out, null, all);
  }

  private Process start(Path directory, Path out, @Nullable Path typed, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(HOME.resolve("bin").resolve("mvn").toString());
    command.addAll(List.of("-ntp", "-s", settings.toString()));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    if (typed != null) {
      builder.redirectInput(typed.toFile());
    }
    builder.environment().keySet().removeIf(Maven::isOfThisBuild);
    builder.environment().put("JAVA_HOME", javaHome.toString());
    return builder.start();
  }

  private static Result ended(Process process, Path out, String... arguments)
      throws IOException, InterruptedException {
    if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new AssertionError(List.of(arguments) + " did not end: " + Files.readString(out));
    }
    Result result = new Result(process.exitValue(), Files.readString(out));
    Files.delete(out);
    return result;
  }

  private static boolean isOfThisBuild(String variable) {
    return variable.startsWith("JARSERVE_") || variable.startsWith("MAVEN_");
  }
}
