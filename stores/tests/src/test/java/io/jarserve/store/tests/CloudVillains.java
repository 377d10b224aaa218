package io.jarserve.store.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.jarserve.server.checkpoint.CheckpointPath;
import io.jarserve.server.model.InstanceStatus;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.TestNode;
import io.jarserve.store.CheckpointStore;
import io.jarserve.store.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole server with a store in the cloud, and between the two what goes wrong there: it serves
 * on, says so, and loses nothing.
 */
@Tag("long")
@Timeout(120)
abstract class CloudVillains {

  @TempDir private Path directory;

  /** A checkpoint path that nobody used before; the same during a test. */
  abstract String url();

  /** Between the store and its server. */
  abstract FaultyProxy proxy();

  @AfterEach
  void heal() {
    proxy().heal();
  }

  @Test
  void store_thatIsDown_refusesTheFileAndTakesItWhenItIsBack() throws Exception {
    try (TestNode node = started("first")) {
      proxy().set((proxy, exchange) -> {});
      deploy(node, "b", "1.0");
      node.awaitStatus(status -> status.rejectedFiles().toString().contains(url()));
      assertThat(node.get("/a").body()).isEqualTo("a 1.0");
      assertThat(node.status().applications()).containsOnlyKeys("a");

      proxy().heal();
      node.awaitRunning("b", "1.0");
    }
    assertBroughtBack("b", "b 1.0");
  }

  @Test
  void store_thatIsFull_holdsBackTheChangeAndSaysWhy() throws Exception {
    try (TestNode node = started("first")) {
      proxy()
          .set(
              (proxy, exchange) -> {
                if (writesAState(exchange)) {
                  proxy.answer(exchange, 507, "no room");
                } else {
                  proxy.passOn(exchange);
                }
              });
      deploy(node, "a", "2.0");
      node.awaitStatus(status -> said(status).contains("507"));
      assertThat(node.get("/a").body()).isEqualTo("a 1.0");

      proxy().heal();
      node.awaitRunning("a", "2.0");
      node.awaitStatus(status -> said(status).isEmpty());
    }
    assertBroughtBack("a", "a 2.0");
  }

  @Test
  void store_thatIsSlow_delaysTheChangeAlone() throws Exception {
    try (TestNode node = started("first")) {
      proxy()
          .set(
              (proxy, exchange) -> {
                pass(2500);
                proxy.passOn(exchange);
              });
      deploy(node, "a", "2.0");
      node.awaitStatus(status -> status.messages().toString().contains("has not answered yet"));
      assertThat(node.get("/a").body()).isEqualTo("a 1.0");

      node.awaitRunning("a", "2.0");
      node.awaitStatus(status -> status.messages().isEmpty());
    }
    proxy().heal();
    assertBroughtBack("a", "a 2.0");
  }

  @Test
  void store_thatAnswersGarbage_isNotBelieved() throws Exception {
    try (TestNode node = started("first")) {
      proxy().set((proxy, exchange) -> proxy.answer(exchange, 200, "<html>Sign in to go on"));
      deploy(node, "b", "1.0");
      node.awaitStatus(status -> !status.rejectedFiles().isEmpty());
      assertThat(node.get("/a").body()).isEqualTo("a 1.0");
      assertThat(node.status().applications()).containsOnlyKeys("a");

      proxy().heal();
      node.awaitRunning("b", "1.0");
    }
    assertBroughtBack("b", "b 1.0");
  }

  @Test
  void store_whoseAnswersGetLost_losesNothing() throws Exception {
    try (TestNode node = started("first")) {
      proxy()
          .set(
              (proxy, exchange) -> {
                if (writesAState(exchange)) {
                  proxy.passOnAndForget(exchange);
                } else {
                  proxy.passOn(exchange);
                }
              });
      deploy(node, "a", "2.0");
      node.awaitStatus(status -> !said(status).isEmpty());
      assertThat(node.get("/a").body()).isEqualTo("a 1.0");

      proxy().heal();
      node.awaitRunning("a", "2.0");
    }
    assertBroughtBack("a", "a 2.0");
  }

  @Test
  void store_thatPassesOverTheCondition_isRefusedAtTheStart() {
    proxy().dropConditions();

    assertThatThrownBy(() -> TestNode.start(directory.resolve("first"), url()))
        .rootCause()
        .hasMessageContaining(url())
        .hasMessageContaining("it made it a second time")
        .hasMessageContaining("choose a store that honours conditional writes");
  }

  @Test
  void newestCheckpoint_cutOffOrFlipped_isPassedOverForTheOneBefore() throws Exception {
    started("first").close();
    try (CheckpointStore store = CheckpointPath.store(url())) {
      String newest = store.list("state/").stream().max(Comparator.naturalOrder()).orElseThrow();
      byte[] whole = bytes(store, newest);
      byte[] flipped = whole.clone();
      flipped[whole.length / 2] ^= 4;
      for (byte[] damaged : new byte[][] {Arrays.copyOf(whole, whole.length / 3), flipped}) {
        store.delete(newest);
        assertThat(store.create(newest, Content.of(damaged))).isTrue();
        assertBroughtBack("a", "a 1.0");
        for (String later : store.list("state/")) {
          if (later.compareTo(newest) > 0) {
            store.delete(later);
          }
        }
      }
    }
  }

  @Test
  void twoServers_onOnePath_theOneThatComesLateChangesNothingAnyMore() throws Exception {
    try (TestNode first = started("first");
        TestNode second = TestNode.start(directory.resolve("second"), url())) {
      second.awaitRunning("a", "1.0");
      deploy(second, "b", "1.0");
      second.awaitRunning("b", "1.0");

      deploy(first, "c", "1.0");
      first.awaitStatus(
          status -> status.messages().toString().contains("was written by another server"));
      assertThat(first.status().applications()).containsOnlyKeys("a");
      assertThat(first.get("/a").body()).isEqualTo("a 1.0");
    }
    assertBroughtBack("b", "b 1.0");
  }

  private TestNode started(String machine) {
    TestNode node = TestNode.start(directory.resolve(machine), url());
    deploy(node, "a", "1.0");
    node.awaitRunning("a", "1.0");
    return node;
  }

  private void assertBroughtBack(String application, String text) throws IOException {
    Path home = Files.createTempDirectory(directory, "another");
    try (TestNode node = TestNode.start(home, url())) {
      node.awaitStatus(
          status ->
              status.applications().values().stream()
                  .allMatch(app -> app.status().name().equals("RUNNING")));
      assertThat(node.get("/" + application).body()).isEqualTo(text);
    }
  }

  private static void deploy(TestNode node, String application, String version) {
    PluginJars.greeter(application, version, application + " " + version)
        .writeTo(node.deployDir().resolve(application + ".jar"));
  }

  /** What is wrong with files and what holds back a change. */
  private static String said(InstanceStatus status) {
    return Stream.concat(
            status.rejectedFiles().stream().map(Object::toString), status.messages().stream())
        .collect(Collectors.joining());
  }

  /** With Google, where the name is in the body, an artifact's upload too. */
  private static boolean writesAState(HttpExchange exchange) {
    String asked = exchange.getRequestURI().toString();
    return exchange.getRequestMethod().equals("POST")
        || (exchange.getRequestMethod().equals("PUT") && asked.contains("/state/"));
  }

  private static byte[] bytes(CheckpointStore store, String name) throws IOException {
    try (InputStream in = store.get(name).orElseThrow()) {
      return in.readAllBytes();
    }
  }

  private static void pass(long millis) throws IOException {
    try {
      boolean unused = new Semaphore(0).tryAcquire(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IOException("the proxy was closed", e);
    }
  }
}
