package io.jarserve.server.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.testing.CommandShell;
import io.jarserve.server.testing.PluginJars;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands of docs/security.md do what it says, with its settings in force from where it names
 * them; on other ports and directories than a user's.
 */
@Timeout(300)
class SecurityPageIT {

  private static final Path PAGE = Path.of("..", "docs", "security.md");
  private static final Pattern BLOCK = Pattern.compile("(?s)```(sh|yaml)\n(.*?)```");
  private static final String OPTIONS = "deployments:";
  private static final String AS_CI =
      "export JARSERVE_CA_FILE=ca.crt JARSERVE_CERT_FILE=ci.crt JARSERVE_KEY_FILE=ci.key\n";

  @TempDir Path home;
  private CommandShell shell;
  private @Nullable Process server;

  @BeforeEach
  void prepare() throws Exception {
    shell = new CommandShell(home).with("JARSERVE_STATE_DIR", state());
    Files.createDirectories(home.resolve("deploy"));
    Files.writeString(
        settings(), "deploy_dir: deploy\nstate_dir: state\nhttp_port: 0\nadmin_port: 0\n");
    PluginJars.greeter("greeter", "1.0", "hi").writeTo(home.resolve("greeter.jar"));
    PluginJars.greeter("other", "1.0", "hi").writeTo(home.resolve("other.jar"));
    serve();
  }

  @AfterEach
  void stop() throws InterruptedException {
    if (server != null) {
      server.destroy();
      server.waitFor(60, TimeUnit.SECONDS);
      server.destroyForcibly();
    }
  }

  /** Where there is no such tool nobody could follow the page either. */
  @Test
  void page_fromTopToBottom_works() throws Exception {
    assumeThat(shell.run("openssl version || true").out()).containsPattern("OpenSSL [3-9]");
    List<MatchResult> blocks = BLOCK.matcher(Files.readString(PAGE)).results().toList();
    assertThat(blocks).hasSizeGreaterThan(7);
    for (MatchResult block : blocks) {
      if (block.group(1).equals("sh")) {
        run(block.group(2));
      } else if (!block.group(2).startsWith(OPTIONS)) {
        set(block.group(2));
      }
    }

    assertOnlyWhatWasSignedIsServed();
  }

  private void assertOnlyWhatWasSignedIsServed() throws Exception {
    changeAByte(Files.copy(home.resolve("greeter.jar"), home.resolve("changed.jar")));
    run("sha256sum changed.jar >> digests; cp other.jar changed.jar deploy");
    assertThat(run(AS_CI + "jarserve deploy other.jar || true")).contains("is not in", "digests");
    String status =
        "jarserve status --address https://localhost:8265 --ca-file ca.crt --token-file ops.token"
            + " || true";

    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(run(status))
                    .containsPattern("greeter +RUNNING")
                    .containsPattern("other.jar is refused: its digest \\w+ is not in")
                    .containsPattern(
                        "changed.jar (is|was) refused.*: its entry 'demo/Greeter.class' is not as"
                            + " CN=Release,O=Acme signed it"));
  }

  private static void changeAByte(Path jar) throws IOException {
    try (FileSystem zip = FileSystems.newFileSystem(jar)) {
      Path entry = zip.getPath("demo", "Greeter.class");
      byte[] content = Files.readAllBytes(entry);
      content[content.length - 1] ^= 1;
      Files.write(entry, content);
    }
  }

  private String run(String commands) throws Exception {
    List<String> addresses = Files.readAllLines(state().resolve("jarserve.addresses"));
    String here =
        commands
            .replace("https://localhost:8000", address(addresses.get(0)))
            .replace("https://localhost:8265", address(addresses.get(1)));
    CommandShell.Result result =
        shell.with("JARSERVE_ADDRESS", address(addresses.get(1))).run(here);
    assertThat(result.exitCode()).as(here + "\n" + result.out()).isZero();
    return result.out();
  }

  private static String address(String line) {
    return line.replaceFirst("^\\w+ +", "").replace("127.0.0.1", "localhost");
  }

  private void set(String settings) throws Exception {
    Files.writeString(
        settings(), Files.readString(settings()) + settings.replace("/etc/jarserve/", home + "/"));
    stop();
    serve();
  }

  private void serve() throws IOException {
    server = shell.serve("jarserve start --config jarserve.yaml", state());
  }

  private Path settings() {
    return home.resolve("jarserve.yaml");
  }

  private Path state() {
    return home.resolve("state");
  }
}
