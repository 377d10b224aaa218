package io.jarserve.maven.server;

import io.jarserve.server.files.Tree;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A server with directories of its own, which are emptied first. What it prints goes where this
 * process prints. It ends when it is closed, when this process ends, or by its admin port.
 */
public final class ForkedServer implements AutoCloseable {

  private static final String MAIN = "io.jarserve.server.node.Main";
  private static final Duration START_PATIENCE = Duration.ofMinutes(2);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(60);

  /** As the launcher does: what a plugin leaves behind is found in these packages. */
  private static final List<String> JVM_FLAGS =
      List.of(
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/java.util=ALL-UNNAMED",
          "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
          "-XX:+ExplicitGCInvokesConcurrent",
          "-Dfile.encoding=UTF-8");

  private final Process process;
  private final Path deployDir;
  private final URI http;
  private final URI admin;
  private final Thread ending = new Thread(this::stop, "jarserve-ending");

  /**
   * What to start.
   *
   * @param classPath of the server, its libraries included
   * @param home directory for what the server needs; deleted and made anew
   * @param httpPort public port; 0 takes any free one
   * @param adminPort 0 takes any free one
   * @param jvmOptions further options of its JVM
   */
  public record Settings(
      List<Path> classPath, Path home, int httpPort, int adminPort, List<String> jvmOptions) {
    public Settings {
      classPath = List.copyOf(classPath);
      jvmOptions = List.copyOf(jvmOptions);
    }

    private Path deployDir() {
      return home.resolve("deploy-dir");
    }

    private Path stateDir() {
      return home.resolve("state");
    }
  }

  private ForkedServer(Process process, Path deployDir, URI http, URI admin) {
    this.process = process;
    this.deployDir = deployDir;
    this.http = http;
    this.admin = admin;
  }

  /**
   * Starts a server and waits until it listens.
   *
   * @throws IOException when it does not come up; says where to look
   */
  public static ForkedServer start(Settings settings) throws IOException, InterruptedException {
    Tree.delete(settings.home());
    Files.createDirectories(settings.deployDir());
    Files.createDirectories(settings.stateDir());
    ProcessBuilder builder = new ProcessBuilder(command(settings));
    builder.environment().keySet().removeIf(name -> name.startsWith("JARSERVE_"));
    builder.redirectOutput(Redirect.INHERIT).redirectError(Redirect.INHERIT);
    Process process = builder.start();
    awaitUp(process, settings.stateDir().resolve("jarserve.pid"));
    List<String> addresses = Files.readAllLines(settings.stateDir().resolve("jarserve.addresses"));
    ForkedServer server =
        new ForkedServer(
            process, settings.deployDir(), address(addresses.get(0)), address(addresses.get(1)));
    Runtime.getRuntime().addShutdownHook(server.ending);
    return server;
  }

  private static List<String> command(Settings settings) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM_FLAGS);
    command.add("-Djarserve.parent=" + ProcessHandle.current().pid());
    command.addAll(settings.jvmOptions());
    command.add("-cp");
    command.add(
        settings.classPath().stream()
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator)));
    command.addAll(List.of(MAIN, "start"));
    command.addAll(List.of("--deploy-dir", settings.deployDir().toString()));
    command.addAll(List.of("--state-dir", settings.stateDir().toString()));
    command.addAll(List.of("--http-port", Integer.toString(settings.httpPort())));
    command.addAll(List.of("--admin-port", Integer.toString(settings.adminPort())));
    command.addAll(List.of("--scan-interval-s", "0.05", "--allow-insecure-deploy-dir", "true"));
    return command;
  }

  private static void awaitUp(Process process, Path pidFile)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + START_PATIENCE.toNanos();
    while (!Files.exists(pidFile)) {
      if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
        throw new IOException(
            "the server ended with exit code %s before it was up; it says why above"
                .formatted(process.exitValue()));
      }
      if (System.nanoTime() - deadline > 0) {
        process.destroyForcibly();
        throw new IOException(
            "the server was not up after %s s and was killed"
                .formatted(START_PATIENCE.toSeconds()));
      }
    }
  }

  private static URI address(String line) {
    return URI.create(line.replaceFirst("^\\w+ +", ""));
  }

  /** Where plugins are dropped. */
  public Path deployDir() {
    return deployDir;
  }

  /** The public port. */
  public URI http() {
    return http;
  }

  /** The admin port. */
  public URI admin() {
    return admin;
  }

  /** Whether it still runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Waits until it has ended. */
  public void awaitEnd() throws InterruptedException {
    process.waitFor();
  }

  /** Requests under way finish, then it ends; by force when it does not. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(ending);
    } catch (IllegalStateException alreadyEnding) {
      return;
    }
    stop();
  }

  private void stop() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException notNow) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
