package io.jarserve.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.cli.ExitCode;
import io.jarserve.server.testing.PluginJars;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class RunCommandTest {

  private static final Pattern SERVING = Pattern.compile("serving +(http://\\S+)");

  @TempDir Path home;

  @Test
  void run_jarsAndConfig_servesThemAndLeavesNothingBehindWhenItIsInterrupted() throws Exception {
    Path temporary = Files.createDirectory(home.resolve("tmp"));
    Path log = home.resolve("out");
    Path jar = PluginJars.greeter("greeter", "1.0", "hello").writeTo(home.resolve("any.jar"));
    PluginJars.greeter("listed", "1.0", "hello too").writeTo(home.resolve("listed.jar"));
    Path config =
        Files.writeString(
            home.resolve("jarserve.yaml"),
            "applications:\n  - name: listed\n    import_path: listed.jar\n");
    Process process = run(temporary, log, jar, config);
    try {
      await().atMost(Duration.ofSeconds(60)).until(() -> SERVING.matcher(text(log)).find());
      Matcher serving = SERVING.matcher(text(log));
      assertThat(serving.find()).isTrue();
      URI uri = URI.create(serving.group(1) + "/greeter");
      await().atMost(Duration.ofSeconds(60)).until(() -> body(uri).equals("hello"));
      URI listed = URI.create(serving.group(1) + "/listed");
      await().atMost(Duration.ofSeconds(60)).until(() -> body(listed).equals("hello too"));
      assertThat(content(temporary)).isNotEmpty();

      process.destroy(); // SIGTERM; Ctrl-C takes the same way

      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(content(temporary)).as(text(log)).isEmpty();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void run_whatCannotBeServed_isRefusedBeforeTheStart() throws IOException {
    Path text = Files.writeString(home.resolve("notes.txt"), "no JAR");
    Path one = PluginJars.greeter("greeter", "1.0", "hello").writeTo(home.resolve("one.jar"));
    Path two = PluginJars.greeter("greeter", "2.0", "hello").writeTo(home.resolve("two.jar"));

    assertThat(refusal(text.toString())).contains(text + " cannot be served");
    assertThat(refusal(one.toString(), two.toString())).contains("are both application 'greeter'");
    assertThat(refusal(one.toString(), "--state-dir", "x"))
        .contains("--state-dir is not for 'run'");
  }

  private static String refusal(String... arguments) {
    StringWriter err = new StringWriter();
    List<String> all = new ArrayList<>(List.of("run"));
    all.addAll(List.of(arguments));
    int code =
        Main.commandLine().setErr(new PrintWriter(err, true)).execute(all.toArray(String[]::new));
    assertThat(code).isEqualTo(ExitCode.USAGE);
    return err.toString();
  }

  private static Process run(Path temporary, Path log, Path jar, Path config) throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElse("java"),
            "-Djava.io.tmpdir=" + temporary,
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "run",
            jar.toString(),
            "--config",
            config.toString(),
            "--http-port",
            "0",
            "--admin-port",
            "0")
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  private static String body(URI uri) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60)).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }

  private static List<Path> content(Path directory) throws IOException {
    try (Stream<Path> content = Files.list(directory)) {
      return content.filter(file -> file.getFileName().toString().startsWith("jarserve")).toList();
    }
  }

  private static String text(Path log) throws IOException {
    return Files.exists(log) ? Files.readString(log) : "";
  }
}
