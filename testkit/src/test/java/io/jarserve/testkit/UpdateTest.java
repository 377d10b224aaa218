package io.jarserve.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarserve.api.Deployment;
import io.jarserve.server.embed.ClassesJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@JarserveTest(Greeter.class)
@Timeout(300)
class UpdateTest {

  @TempDir Path dir;
  @Served private JarserveServer server;

  @BeforeEach
  void serves_whatWasDeclared() {
    assertThat(server.http().get("/greet").body()).isEqualTo("hello world");
  }

  @Test
  void replace_byAnotherClass_losesNoRequest() {
    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<Void> client =
        CompletableFuture.runAsync(
            () -> {
              while (!done.get()) {
                assertThat(server.http().get("/greet").statusCode()).isEqualTo(200);
              }
            });
    server.replace(LoudGreeter.class);
    server.awaitRunning();
    done.set(true);
    client.orTimeout(60, TimeUnit.SECONDS).join();

    assertThat(server.http().get("/greet").body()).isEqualTo("HELLO WORLD");
    assertThat(server.instance(LoudGreeter.class)).isNotNull();
  }

  @Test
  void replace_byAVersionThatDoesNotStart_keepsTheOldOneAndTellsTheCause() {
    server.replace(Unstartable.class);

    assertThat(server.awaitFailure())
        .contains("could not start")
        .contains("no greetings today; caused by IllegalArgumentException: the word is missing");
    assertThatThrownBy(server::awaitRunning)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("no greetings today")
        .hasMessageContaining("is DEPLOY_FAILED: ");
    assertThat(server.http().get("/greet").body()).isEqualTo("hello world");
  }

  @Test
  void drop_ofAJarOfTheSameApplication_replacesTheClasses() throws IOException {
    server.drop(jar("test", "7.0", LoudGreeter.class));
    server.awaitRunning();

    assertThat(server.http().get("/greet").body()).isEqualTo("HELLO WORLD");
    assertThat(server.status().applications().get("test").servingVersion()).isEqualTo("7.0");
    assertThatThrownBy(() -> server.instance(LoudGreeter.class))
        .hasMessageContaining("test#greeter runs class io.jarserve.testkit.LoudGreeter from a JAR");
  }

  @Test
  void drop_ofAnotherApplication_servesBoth() throws IOException {
    server.drop(jar("sleeper", "1.0", Sleeper.class));
    server.awaitRunning();

    assertThat(server.status().applications()).containsOnlyKeys("test", "sleeper");
  }

  @Test
  void drop_ofSomethingElse_saysWhyItIsRefused() throws IOException {
    server.drop(Files.writeString(dir.resolve("letter.jar"), "dear server"));

    assertThat(server.awaitFailure()).startsWith("letter.jar is refused");
  }

  @Test
  void drop_ofWhatIsNotThere_saysSo() {
    assertThatThrownBy(() -> server.drop(dir.resolve("none.jar")))
        .hasMessageContaining("none.jar cannot be read");
  }

  private Path jar(String application, String version, Class<? extends Deployment> type)
      throws IOException {
    byte[] bytes = ClassesJar.of(application, version, List.of(type));
    return Files.write(dir.resolve(application + "-" + version + ".jar"), bytes);
  }
}
