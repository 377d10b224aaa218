package io.jarserve.server.testing;

import static org.awaitility.Awaitility.await;

import io.jarserve.server.json.Json;
import io.jarserve.server.model.InstanceStatus;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A server as a process of its own, so that it can be killed. */
public final class ServerProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Path THIS_JAVA = Path.of(System.getProperty("java.home"));

  private final Process process;
  private final Path log;
  private final int httpPort;
  private final int adminPort;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(30)).build();

  private ServerProcess(Process process, Path log, int httpPort, int adminPort) {
    this.process = process;
    this.log = log;
    this.httpPort = httpPort;
    this.adminPort = adminPort;
  }

  /** Starts {@link ServedMain} on this test's class path and waits until it listens. */
  public static ServerProcess start(Path home, String... jvmOptions) {
    return start(home, Map.of(), jvmOptions);
  }

  /** The same, with variables in its environment. */
  public static ServerProcess start(
      Path home, Map<String, String> environment, String... jvmOptions) {
    return start(THIS_JAVA, home, environment, jvmOptions);
  }

  /** The same, on another Java than that of the test. */
  public static ServerProcess startOn(Path javaHome, Path home, String... jvmOptions) {
    return start(javaHome, home, Map.of(), jvmOptions);
  }

  private static ServerProcess start(
      Path javaHome, Path home, Map<String, String> environment, String... jvmOptions) {
    Path ports = home.resolve("ports");
    Path log = home.resolve("server.log");
    Process process = launch(javaHome, home, log, environment, jvmOptions);
    await("the server listens")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> Files.exists(ports) || !process.isAlive());
    try {
      if (!Files.exists(ports)) {
        throw new AssertionError("the server ended:\n" + Files.readString(log));
      }
      String[] numbers = Files.readString(ports).trim().split(" ");
      return new ServerProcess(
          process, log, Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Starts a server and kills it after that time, wherever it is by then. */
  public static void killDuringStart(Path home, Duration after) {
    Path log = home.resolve("server.log");
    Process process = launch(THIS_JAVA, home, log, Map.of(), "-XX:TieredStopAtLevel=1");
    await().pollDelay(after).pollInterval(Duration.ofMillis(1)).until(() -> true);
    kill(process);
  }

  private static Process launch(
      Path javaHome, Path home, Path log, Map<String, String> environment, String... jvmOptions) {
    List<String> command = new ArrayList<>();
    command.add(javaHome.resolve("bin").resolve("java").toString());
    command.addAll(List.of(jvmOptions));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), ServedMain.class.getName()));
    command.add(home.toString());
    try {
      Files.deleteIfExists(home.resolve("ports"));
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      builder.environment().putAll(environment);
      return builder.start();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  public int httpPort() {
    return httpPort;
  }

  public int adminPort() {
    return adminPort;
  }

  public long pid() {
    return process.pid();
  }

  /** What it has written so far. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** What the admin port says; empty when it does not answer. */
  public Optional<InstanceStatus> status() {
    try {
      HttpResponse<byte[]> answer =
          client.send(
              HttpRequest.newBuilder(
                      URI.create("http://127.0.0.1:" + adminPort + "/api/serve/applications/"))
                  .timeout(Duration.ofSeconds(30))
                  .build(),
              HttpResponse.BodyHandlers.ofByteArray());
      return Optional.of(Json.read(answer.body(), InstanceStatus.class));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** GET on the public port; empty when it does not answer. */
  public Optional<HttpResponse<String>> get(String path) {
    try {
      return Optional.of(
          client.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
                  .timeout(Duration.ofSeconds(30))
                  .build(),
              HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** kill -9, and gone. */
  public void kill() {
    kill(process);
  }

  private static void kill(Process process) {
    process.destroyForcibly();
    try {
      process.waitFor(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    kill();
  }
}
