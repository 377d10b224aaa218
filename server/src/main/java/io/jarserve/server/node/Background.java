package io.jarserve.server.node;

import io.jarserve.server.cli.ExitCode;
import io.jarserve.server.config.ServerConfig;
import io.jarserve.server.logs.LogFiles;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Starts the server as a process of its own that outlives this one and its terminal, and waits
 * until it is up or has died. Used once, by one thread.
 */
final class Background {

  /** Set in the process that was started. */
  private static final String MARK = "jarserve.background";

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long MOST_LOG_BYTES = 10L * 1024 * 1024;
  private static final int LAST_LINES = 20;

  private final ServerConfig settings;
  private final PrintWriter out;
  private final Path log;

  Background(ServerConfig settings, PrintWriter out) {
    this.settings = settings;
    this.out = out;
    this.log = log(settings);
  }

  /** Where the output of a server in the background goes, until it is up or always. */
  static Path log(ServerConfig settings) {
    return settings.stateDir().resolve("jarserve.log");
  }

  static boolean isThisProcess() {
    return Boolean.getBoolean(MARK);
  }

  /**
   * As this process was started.
   *
   * @param arguments of this process, given to the other one too
   * @return the exit code
   */
  int start(List<String> arguments) throws IOException {
    return start(
        ManagementFactory.getRuntimeMXBean().getInputArguments(), arguments, variable -> true);
  }

  /**
   * @param javaOptions of the other process
   * @param arguments of the other process
   * @param variables which of this process's environment the other one gets
   * @return the exit code
   */
  int start(List<String> javaOptions, List<String> arguments, Predicate<String> variables)
      throws IOException {
    Files.createDirectories(settings.stateDir());
    turnOver();
    long logStart = Files.exists(log) ? Files.size(log) : 0;
    ProcessBuilder server =
        new ProcessBuilder(command(javaOptions, arguments))
            .redirectInput(Redirect.from(new File("/dev/null")))
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(log.toFile()));
    server.environment().keySet().removeIf(variables.negate());
    return awaitUp(server.start(), logStart);
  }

  private void turnOver() throws IOException {
    if (Files.exists(log) && Files.size(log) > MOST_LOG_BYTES) {
      Path before = log.resolveSibling("jarserve.log.1");
      Files.move(log, before, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static List<String> command(List<String> javaOptions, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(onPath("setsid").orElse("nohup"));
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(javaOptions);
    command.add("-D" + MARK + "=true");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    command.addAll(arguments);
    return command;
  }

  private static Optional<String> onPath(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .map(directory -> Path.of(directory, program))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  private int awaitUp(Process server, long logStart) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!RunningFiles.isUp(settings.stateDir(), server.pid())) {
      if (died(server)) {
        out.println("the server could not start; the end of " + log + ":");
        lastLines(logStart).forEach(line -> out.println("  " + line));
        return ExitCode.USAGE;
      }
      if (System.nanoTime() > deadline) {
        out.println(
            "process %s is still starting after %s s; follow it in %s"
                .formatted(server.pid(), PATIENCE.toSeconds(), log));
        return ExitCode.NOT_WELL;
      }
    }
    Files.readAllLines(RunningFiles.addressFile(settings.stateDir())).forEach(out::println);
    out.println("watching   " + settings.deployDir());
    out.println("process    " + server.pid() + ", log in " + whereItLogs());
    return ExitCode.OK;
  }

  private Path whereItLogs() {
    return settings.logFiles() ? LogFiles.directory(settings.stateDir()) : log;
  }

  private static boolean died(Process server) {
    try {
      return server.waitFor(100, TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return !server.isAlive();
    }
  }

  private List<String> lastLines(long from) throws IOException {
    byte[] all = Files.readAllBytes(log);
    int start = (int) Math.min(from, all.length);
    String text = new String(all, start, all.length - start, StandardCharsets.UTF_8);
    List<String> lines = text.lines().toList();
    return lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
  }
}
