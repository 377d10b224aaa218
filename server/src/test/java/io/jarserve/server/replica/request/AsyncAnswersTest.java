package io.jarserve.server.replica.request;

import static io.jarserve.server.testing.Soon.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.model.OptionKey;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.replica.SmallNode;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that come later, and work that is told when nobody waits for it any more. */
@Timeout(300)
class AsyncAnswersTest {

  private static final String BLOCKING = "/blocking";
  private static final String NON_BLOCKING = "/nonblocking";

  @TempDir static Path dir;
  private static SmallNode node;

  @BeforeAll
  static void start() throws IOException {
    node = new SmallNode(dir);
    node.run("blocking", jar(), Map.of());
    node.run("nonblocking", jar(), Map.of(OptionKey.NON_BLOCKING, true));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/done, 200, done",
    "/later, 200, later",
    "/json, 200, '{\"x\":1}'",
    "/stream, 200, streamed",
    "/nested, 200, nested",
    "/foreign, 200, foreign",
    "/changed, 201, changed",
    "/empty, 204, ''",
    "/refuses, 418, no coffee",
    "/fails, 500, deployment_failed",
    "/failed, 500, deployment_failed",
    "/null, 500, deployment_failed",
    "/unkind, 500, deployment_failed",
  })
  void async_stageCompletes_isAnswered(String path, int status, String body) throws IOException {
    for (String app : List.of(BLOCKING, NON_BLOCKING)) {
      try (Wire wire = new Wire(node.port())) {
        wire.send("GET", app + path, "");
        Wire.Answer answer = wire.receive();
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body()).contains(body);
        assertThat(answer.header("X-Kind")).isEqualTo(path.equals("/changed") ? "changed" : "");
        wire.send("GET", app + "/done", "");
        assertThat(wire.receive().body()).isEqualTo("done");
      }
    }
    until(() -> node.router().isIdle());
  }

  @ParameterizedTest
  @ValueSource(strings = {BLOCKING, NON_BLOCKING})
  void async_manyPending_holdNoThread(String app) throws Exception {
    List<Wire> wires = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      Wire wire = new Wire(node.port());
      wires.add(wire);
      wire.send("GET", app + "/pending", "");
    }
    until(() -> get(app, "/waiting").equals("80"));
    assertThat(Integer.parseInt(get(app, "/threads"))).isLessThan(40);

    assertThat(get(app, "/release")).isEqualTo("released 80");

    for (Wire wire : wires) {
      assertThat(wire.receive().body()).isEqualTo("released");
      wire.close();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void async_deadlinePasses_is504AndTheWorkIsTold(boolean nonBlocking) throws Exception {
    ReplicaId id =
        node.run(
            "late",
            jar(),
            Map.of(OptionKey.REQUEST_TIMEOUT_S, 1, OptionKey.NON_BLOCKING, nonBlocking));

    Wire.Answer answer = Wire.get(node.port(), "/late/pending");

    assertThat(answer.status()).isEqualTo(504);
    until(() -> get("/late", "/last").equals("told true, cancelled"));
    until(() -> get("/late", "/waiting").equals("0"));
    node.stop(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {BLOCKING, NON_BLOCKING})
  void async_clientGoes_theWorkIsTold(String app) throws Exception {
    try (Wire wire = new Wire(node.port())) {
      wire.send("GET", app + "/pending", "");
      until(() -> get(app, "/waiting").equals("1"));
    }
    until(() -> get(app, "/last").equals("told true, cancelled"));
    until(() -> get(app, "/waiting").equals("0"));
    until(() -> node.router().isIdle());
  }

  @Test
  void handle_clientGoesWhileItComputes_isInterruptedAndTold() throws Exception {
    try (Wire wire = new Wire(node.port())) {
      wire.send("POST", BLOCKING + "/compute", "a body");
      until(() -> get(BLOCKING, "/last").equals("computing"));
    }
    until(() -> get(BLOCKING, "/last").equals("interrupted, told true"));
  }

  @Test
  void onCancel_afterItIsCancelled_runsAtOnce() throws Exception {
    try (Wire wire = new Wire(node.port())) {
      wire.send("GET", BLOCKING + "/tooLate", "");
      until(() -> get(BLOCKING, "/last").equals("computing"));
    }
    until(() -> get(BLOCKING, "/last").equals("told afterwards"));
  }

  @Test
  void async_replicaStops_isCutAfterTheGraceTimeAndTold() throws Exception {
    ReplicaId id = node.run("stops", jar(), Map.of(OptionKey.GRACEFUL_SHUTDOWN_TIMEOUT_S, 0.1));
    try (Wire wire = new Wire(node.port())) {
      wire.send("GET", "/stops/pending", "");
      until(() -> get("/stops", "/waiting").equals("1"));
      node.stop(id);
      assertThat(wire.receive().status()).isEqualTo(503);
    }
  }

  @Test
  void async_pending_keepsItsSlot() throws Exception {
    ReplicaId id = node.run("single", jar(), Map.of(OptionKey.MAX_ONGOING_REQUESTS, 1));
    try (Wire first = new Wire(node.port());
        Wire second = new Wire(node.port())) {
      first.send("GET", "/single/slow", "");
      until(() -> !node.router().isIdle());
      second.send("GET", "/single/waiting", "");
      assertThat(second.receive().body()).isEqualTo("0");
      assertThat(first.receive().body()).isEqualTo("slow");
    }
    node.stop(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {BLOCKING, NON_BLOCKING})
  void requests_sentWhileOneIsWatched_areAnsweredInOrder(String app) throws Exception {
    try (Wire wire = new Wire(node.port())) {
      for (int i = 0; i < 3; i++) {
        wire.send("GET", app + "/slow", "");
        assertThat(wire.receive().body()).isEqualTo("slow");
      }
      wire.send("GET", app + "/slow", "");
      await().pollDelay(Duration.ofMillis(200)).until(() -> true);
      wire.send("POST", app + "/echo", "x".repeat(5000));
      wire.send("GET", app + "/done", "");
      assertThat(wire.receive().body()).isEqualTo("slow");
      assertThat(wire.receive().body()).hasSize(5000);
      assertThat(wire.receive().body()).isEqualTo("done");
    }
  }

  private static String get(String app, String path) throws IOException {
    return Wire.get(node.port(), app + path).body();
  }

  private static PluginJars jar() {
    return PluginJars.jar("app", "1.0")
        .deployment(
            "demo.Main",
            "",
            """
            public record Point(int x) {}
            private final List<java.util.concurrent.CompletableFuture<Response>> pending =
                Collections.synchronizedList(new ArrayList<>());
            private volatile String last = "";

            public Response handle(Request r) throws Exception {
              switch (r.path()) {
                case "/done": return Response.async(java.util.concurrent.CompletableFuture.completedFuture(Response.text("done")));
                case "/later": return later(1, () -> Response.text("later"));
                case "/slow": return later(350, () -> Response.text("slow"));
                case "/json": return later(1, () -> Response.json(new Point(1)));
                case "/stream": return later(1, () -> Response.stream("a/b", out -> out.write("streamed".getBytes())));
                case "/nested": return later(1, () -> later(1, () -> Response.text("nested")));
                case "/foreign": return Response.async(started(1, () -> Response.text("foreign")).minimalCompletionStage());
                case "/changed": return later(1, () -> Response.text("changed")).withStatus(201).withHeader("X-Kind", "changed");
                case "/empty": return later(1, () -> Response.empty(204));
                case "/refuses": return later(1, () -> { throw new RequestException(418, "no coffee"); });
                case "/fails": return later(1, () -> { throw new IllegalStateException("boom"); });
                case "/failed": return Response.async(java.util.concurrent.CompletableFuture.failedFuture(new Exception("boom")));
                case "/null": return later(1, () -> null);
                case "/unkind": return Response.async(new java.util.concurrent.CompletableFuture<Response>() {
                    public java.util.concurrent.CompletableFuture<Response> whenComplete(java.util.function.BiConsumer<? super Response, ? super Throwable> a) {
                      throw new IllegalStateException("unkind"); } });
                case "/pending": return pending(r);
                case "/waiting": return Response.text("" + pending.stream().filter(f -> !f.isDone()).count());
                case "/release": return Response.text("released " + release());
                case "/compute": return compute(r);
                case "/tooLate": return tooLate(r);
                case "/echo": return Response.bytes("a/b", r.bytes());
                case "/threads": return Response.text("" + Thread.getAllStackTraces().keySet().stream().filter(t -> t.getName().contains("blocking-1.0")).count());
                default: return Response.text(last);
              }
            }

            private static java.util.concurrent.CompletableFuture<Response> started(int millis, java.util.function.Supplier<Response> supplier) {
              return java.util.concurrent.CompletableFuture.supplyAsync(supplier,
                  java.util.concurrent.CompletableFuture.delayedExecutor(millis, java.util.concurrent.TimeUnit.MILLISECONDS));
            }

            private static Response later(int millis, java.util.function.Supplier<Response> supplier) {
              return Response.async(started(millis, supplier));
            }

            private Response pending(Request r) {
              var future = new java.util.concurrent.CompletableFuture<Response>();
              pending.add(future);
              r.onCancel(() -> {
                String told = "told " + r.isCancelled();
                try { future.join(); } catch (java.util.concurrent.CancellationException e) { last = told + ", cancelled"; }
              });
              return Response.async(future);
            }

            private int release() {
              int count = 0;
              for (var future : pending) {
                count += future.complete(Response.text("released")) ? 1 : 0;
              }
              return count;
            }

            private Response compute(Request r) {
              r.bytes();
              java.util.concurrent.CountDownLatch told = new java.util.concurrent.CountDownLatch(1);
              r.onCancel(told::countDown);
              r.onCancel(() -> { throw new IllegalStateException("is only logged"); });
              last = "computing";
              try {
                Thread.sleep(60_000);
              } catch (InterruptedException e) {
                try { told.await(); } catch (InterruptedException again) { return null; }
                last = "interrupted, told " + r.isCancelled();
              }
              return Response.text("for nobody");
            }

            private Response tooLate(Request r) throws Exception {
              last = "computing";
              while (!r.isCancelled()) {
                Thread.onSpinWait();
              }
              r.onCancel(() -> last = "told afterwards");
              return Response.text("for nobody");
            }
            """);
  }
}
