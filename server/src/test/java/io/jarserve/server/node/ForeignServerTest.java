package io.jarserve.server.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.jarserve.server.cli.ExitCode;
import io.jarserve.server.embed.Jarserve;
import io.jarserve.server.testing.PluginJars;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that are led to a port at which somebody else answers, who is friendly to all. */
@Timeout(300)
class ForeignServerTest {

  private static final List<String> ASKING =
      List.of(
          "status",
          "explain a",
          "history a",
          "events",
          "scale a A 1",
          "restart a",
          "rollback a",
          "delete a",
          "log-level a A",
          "log-level a A debug",
          "log-level a A default",
          "shutdown");

  @TempDir Path home;
  private final StringWriter err = new StringWriter();
  private HttpServer foreign;
  private volatile String answer = "";

  @BeforeEach
  void start() throws IOException {
    foreign = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    foreign.createContext(
        "/",
        call -> {
          byte[] body = answer.getBytes(UTF_8);
          call.getResponseHeaders().set("Content-Type", "text/html");
          call.sendResponseHeaders(200, body.length);
          call.getResponseBody().write(body);
          call.close();
        });
    foreign.start();
  }

  @AfterEach
  void stop() {
    foreign.stop(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "<html><body>hello</body></html>",
        "{\"name\":\"other\"}",
        " "
      })
  void command_answerOfSomebodyElse_saysThatHeIsNoJarserve(String body) {
    answer = body;
    for (String command : ASKING) {
      check(command.split(" "));
    }
    Path jar = PluginJars.greeter("a", "1.0", "hello").writeTo(home.resolve("a.jar"));
    check("deploy", jar.toString());
  }

  private void check(String... command) {
    err.getBuffer().setLength(0);
    assertThat(run(command)).as("%s", List.of(command)).isEqualTo(ExitCode.NOT_WELL);
    assertThat(err.toString())
        .as("%s", List.of(command))
        .contains("what answers at " + address() + "/ is not a Jarserve admin port: ")
        .contains("name that of a Jarserve with --address or JARSERVE_ADDRESS")
        .doesNotContain("defect", "Exception", "\tat ");
  }

  @Test
  void connect_toSomebodyElse_saysThatHeIsNoJarserve() {
    answer = "{}";

    assertThatThrownBy(() -> Jarserve.connect(address()))
        .hasMessage(
            "what answers at %s/ is no admin port of a Jarserve: it tells nothing of one",
            address());
  }

  private String address() {
    return "http://127.0.0.1:" + foreign.getAddress().getPort();
  }

  private int run(String... command) {
    String[] arguments = Arrays.copyOf(command, command.length + 2);
    arguments[command.length] = "--address";
    arguments[command.length + 1] = address();
    return Main.commandLine(arguments)
        .setOut(new PrintWriter(new StringWriter()))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
