package io.jarserve.store.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.jarserve.server.checkpoint.CheckpointPath;
import io.jarserve.server.model.InstanceStatus;
import io.jarserve.server.testing.CheckpointDrill;
import io.jarserve.server.testing.TestNode;
import io.jarserve.store.CheckpointStore;
import io.jarserve.store.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
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
@Timeout(300)
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
    assertRiddenOut(
        (proxy, exchange) -> {},
        "b",
        "1.0",
        status -> status.rejectedFiles().toString().contains(url()));
  }

  @Test
  void store_thatIsFull_holdsBackTheChangeAndSaysWhy() throws Exception {
    assertRiddenOut(
        onStates((proxy, exchange) -> proxy.answer(exchange, 507, "no room")),
        "a",
        "2.0",
        status -> said(status).contains("507"));
  }

  @Test
  void store_thatIsSlow_delaysTheChangeAlone() throws Exception {
    drill()
        .assertOnlyTheChangeWaits(
            () ->
                proxy()
                    .set(
                        (proxy, exchange) -> {
                          pass(2500);
                          proxy.passOn(exchange);
                        }),
            proxy()::heal);
  }

  @Test
  void store_thatAnswersGarbage_isNotBelieved() throws Exception {
    assertRiddenOut(
        (proxy, exchange) -> proxy.answer(exchange, 200, "<html>Sign in to go on"),
        "b",
        "1.0",
        status -> !status.rejectedFiles().isEmpty());
  }

  @Test
  void store_whoseAnswersGetLost_losesNothing() throws Exception {
    assertRiddenOut(
        onStates(FaultyProxy::passOnAndForget), "a", "2.0", status -> !said(status).isEmpty());
  }

  @Test
  void store_thatPassesOverTheCondition_isRefusedAtTheStart() {
    proxy().dropConditions();

    assertThatThrownBy(() -> drill().start("first"))
        .rootCause()
        .hasMessageContaining(url())
        .hasMessageContaining("it made it a second time")
        .hasMessageContaining("choose a store that honours conditional writes");
  }

  @Test
  void newestCheckpoint_cutOffOrFlipped_isPassedOverForTheOneBefore() throws Exception {
    CheckpointDrill drill = drill();
    drill.serving("first").close();
    try (CheckpointStore store = CheckpointPath.store(url())) {
      String newest = store.list("state/").stream().max(Comparator.naturalOrder()).orElseThrow();
      byte[] whole = bytes(store, newest);
      for (byte[] damaged : CheckpointDrill.damaged(whole)) {
        store.delete(newest);
        assertThat(store.create(newest, Content.of(damaged))).isTrue();
        drill.assertBroughtBack("a", "1.0");
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
    CheckpointDrill drill = drill();
    try (TestNode first = drill.serving("first");
        TestNode second = drill.start("second")) {
      second.awaitRunning("a", "1.0");
      CheckpointDrill.deploy(second, "b", "1.0");
      second.awaitRunning("b", "1.0");
      drill.assertLateOneChangesNothing(first);
    }
    drill.assertBroughtBack("b", "1.0");
  }

  private CheckpointDrill drill() {
    return new CheckpointDrill(directory, url());
  }

  private void assertRiddenOut(
      FaultyProxy.Fault fault, String application, String version, Predicate<InstanceStatus> said)
      throws IOException {
    drill().assertRiddenOut(() -> proxy().set(fault), proxy()::heal, application, version, said);
  }

  /** What is wrong with files and what holds back a change. */
  private static String said(InstanceStatus status) {
    return Stream.concat(
            status.rejectedFiles().stream().map(Object::toString), status.messages().stream())
        .collect(Collectors.joining());
  }

  /** Strikes what writes a state; with Google, where the name is in the body, an upload too. */
  private static FaultyProxy.Fault onStates(FaultyProxy.Fault fault) {
    return (proxy, exchange) -> {
      if (writesAState(exchange)) {
        fault.handle(proxy, exchange);
      } else {
        proxy.passOn(exchange);
      }
    };
  }

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
