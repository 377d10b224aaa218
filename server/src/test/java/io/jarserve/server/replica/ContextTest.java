package io.jarserve.server.replica;

import static io.jarserve.server.testing.Soon.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.model.OptionKey;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.model.ReplicaState;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a replica is told and lent by its context, and that it is taken back. */
@Timeout(300)
class ContextTest {

  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  private static final String INTERRUPTED = "io.jarserve.test.interrupted";

  @TempDir Path dir;
  private SmallNode node;

  @BeforeEach
  void start() throws IOException {
    node = new SmallNode(dir);
  }

  @AfterEach
  void stop() {
    node.close();
    System.clearProperty(INTERRUPTED);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void currentRequest_inARequest_isThatRequestAlsoInTasks(boolean nonBlocking) throws Exception {
    run(Map.of(OptionKey.NON_BLOCKING, nonBlocking, OptionKey.REQUEST_TIMEOUT_S, 50));

    for (String path : new String[] {"/here", "/task", "/nested"}) {
      String[] told = get(path, "X-Request-Id: q7", "traceparent: " + TRACE, "tracestate: a=b");
      assertThat(told[0]).as(path).isEqualTo("q7");
      assertThat(Double.parseDouble(told[1])).as(path).isBetween(0.0, 50.0);
      assertThat(told[2]).as(path).isEqualTo(TRACE + "|a=b");
    }
    assertThat(get("/stream", "X-Request-Id: q8")[0]).isEqualTo("q8");
    assertThat(get("/thread")[0]).isEqualTo("none");
    assertThat(get("/start")[0]).isEqualTo("none");
  }

  @Test
  void trace_notSentOrNotSane_isMadeOncePerRequest() throws Exception {
    run(Map.of());

    for (String sent : new String[] {"X-Nothing: 1", "traceparent: 00-xyz", "traceparent: "}) {
      String[] told = get("/here", sent, "tracestate: a=b");
      assertThat(told[2]).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00\\|");
      assertThat(told[3]).isEqualTo("true");
    }
    assertThat(get("/here")[2]).isNotEqualTo(get("/here")[2]);
  }

  @Test
  void userConfig_inStart_isTheOneThatTheReplicaStartsWith() throws Exception {
    run(Map.of(OptionKey.USER_CONFIG, Map.of("path", "/srv")));

    assertThat(get("/config")[0]).isEqualTo("{path=/srv}");
  }

  @Test
  void routePrefix_changedByAnOperator_isTheOneInForce() throws Exception {
    SmallNode.Version version = node.store("app", "demo.Main", jar());
    ReplicaId id = node.assign(version, "a", Map.of());
    node.follow();
    node.awaitState(id, ReplicaState.RUNNING);
    assertThat(get("/prefix")).containsExactly("Optional[/app]", "Optional[/app]");

    node.assign(version, "a", Map.of(OptionKey.ROUTE_PREFIX, "/shop"));
    node.follow();

    until(() -> get("/prefix")[0].equals("Optional[/shop]"));
    assertThat(get("/prefix")[1]).isEqualTo("Optional[/app]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "batcher(BatchOptions.defaults(), all -> all) | 100 batchers",
        "batcherOfResults(BatchOptions.defaults(), all -> List.of()) | 100 batchers",
        "multiplexed(1, id -> id) | 100 caches of models"
      })
  void whatIsToBeShared_madeForEachRequest_isRefusedAndNamesThePlace(String call, String made)
      throws Exception {
    node.run(
        "app",
        PluginJars.jar("app", "1.0")
            .deployment(
                "demo.Main",
                "",
                """
                ReplicaContext context;
                public void start(ReplicaContext given) { context = given; }
                public Response handle(Request request) {
                  try {
                    return Response.text(context.%s.getClass().getSimpleName());
                  } catch (IllegalStateException refused) {
                    return Response.text(refused.getMessage());
                  }
                }
                """
                    .formatted(call)),
        Map.of());

    for (int request = 0; request < 100; request++) {
      assertThat(Wire.get(node.port(), "/app").body()).startsWith("Own");
    }
    assertThat(Wire.get(node.port(), "/app").body())
        .startsWith("demo.Main.handle (Main.java:")
        .contains(made + " already; make one in start");
  }

  @Test
  void executor_replicaStops_interruptsTasksAndTakesNoMore() throws Exception {
    ReplicaId id = run(Map.of());
    get("/hang");

    node.stop(id);

    until(() -> System.getProperty(INTERRUPTED, "").equals("interrupted, refused"));
    node.awaitUnloaded();
  }

  @Test
  void executor_shutDownOrClosed_goesOn() throws Exception {
    run(Map.of());

    assertThat(get("/shutdown")[0]).isEqualTo("works");
  }

  @Test
  void executor_taskThrows_harmsNobody() throws Exception {
    run(Map.of());

    assertThat(get("/throw")[0]).isEqualTo("thrown");
    assertThat(get("/here")[0]).isNotEmpty();
  }

  @Test
  void tempDirectory_ofTwoReplicas_isEachOnesOwnAndGoesWithIt() throws Exception {
    SmallNode.Version version = node.store("app", "demo.Main", jar());
    ReplicaId a = node.assign(version, "a", Map.of());
    ReplicaId b = node.assign(version, "b", Map.of());
    node.follow();
    node.awaitState(a, ReplicaState.RUNNING);
    node.awaitState(b, ReplicaState.RUNNING);
    assertThat(temps()).isZero();
    until(() -> filled() == 2);
    assertThat(Files.getPosixFilePermissions(temp()))
        .allMatch(permission -> permission.name().startsWith("OWNER"));

    node.stop(a);
    until(() -> temps() == 1);
    node.stop(b);
    until(() -> temps() == 0);
  }

  private ReplicaId run(Map<OptionKey, ?> options) {
    return node.run("app", jar(), options);
  }

  private String[] get(String path, String... headers) throws IOException {
    Wire.Answer answer = Wire.get(node.port(), "/app" + path, headers);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.body().split(" ");
  }

  private Path temp() throws IOException {
    return Path.of(get("/temp")[0]);
  }

  /** Asks until both replicas have made theirs. */
  private long filled() throws IOException {
    temp();
    return temps();
  }

  private long temps() throws IOException {
    Path parent = dir.resolve("work").resolve("temp");
    if (!Files.exists(parent)) {
      return 0;
    }
    try (var found = Files.list(parent)) {
      return found.count();
    }
  }

  private static PluginJars jar() {
    return PluginJars.jar("app", "1.0")
        .source(
            "demo.Telling",
            """
            package demo;
            import io.jarserve.api.*;
            class Telling {
              static String of(ReplicaContext context) {
                return context.currentRequest().map(Telling::of).orElse("none");
              }
              private static String of(CurrentRequest r) {
                TraceContext trace = r.trace();
                return r.id() + " " + r.timeLeft().orElseThrow().toNanos() / 1e9 + " "
                    + trace.traceparent() + "|" + trace.tracestate() + " "
                    + trace.equals(r.trace());
              }
            }
            """)
        .deployment(
            "demo.Main",
            "requestTimeout = \"60s\"",
            """
            private ReplicaContext context;
            private String atStart;
            private String configAtStart;
            private Object prefixAtStart;
            @Override public void start(ReplicaContext given) {
              context = given;
              atStart = Telling.of(given);
              configAtStart = given.userConfig().toString();
              prefixAtStart = given.routePrefix();
            }
            public Response handle(Request r) throws Exception {
              return r.path().equals("/stream")
                  ? Response.stream("text/plain", out -> out.write(Telling.of(context).getBytes()))
                  : Response.text(answer(r.path()));
            }
            private String answer(String path) throws Exception {
              return switch (path) {
                case "/here" -> Telling.of(context);
                case "/task" -> context.executor().submit(() -> Telling.of(context)).get();
                case "/nested" -> context.executor().submit(() ->
                    context.executor().submit(() -> Telling.of(context)).get()).get();
                case "/thread" -> inThread();
                case "/start" -> atStart;
                case "/config" -> configAtStart;
                case "/prefix" -> context.routePrefix() + " " + prefixAtStart;
                case "/hang" -> hang();
                case "/shutdown" -> shutDown();
                case "/throw" -> fail();
                default -> temp();
              };
            }
            private String inThread() throws Exception {
              String[] told = {""};
              Thread thread = new Thread(() -> told[0] = Telling.of(context));
              thread.start();
              thread.join();
              return told[0];
            }
            private String hang() throws Exception {
              var begun = new java.util.concurrent.CountDownLatch(1);
              context.executor().execute(() -> {
                try {
                  begun.countDown();
                  new java.util.concurrent.CountDownLatch(1).await();
                } catch (InterruptedException e) {
                  tell("interrupted, " + again());
                }
              });
              begun.await();
              return "hangs";
            }
            private String again() {
              try {
                context.executor().execute(() -> {});
                return "taken";
              } catch (java.util.concurrent.RejectedExecutionException e) {
                return "refused";
              }
            }
            private static void tell(String what) {
              System.setProperty("io.jarserve.test.interrupted", what);
            }
            private String shutDown() throws Exception {
              context.executor().shutdown();
              context.executor().shutdownNow();
              if (Runtime.version().feature() >= 19) {
                AutoCloseable.class.getMethod("close").invoke(context.executor());
              }
              return context.executor().submit(() -> "works").get();
            }
            private String fail() throws Exception {
              context.executor().execute(() -> { throw new IllegalStateException("own") {}; });
              context.executor().awaitTermination(5, java.util.concurrent.TimeUnit.SECONDS);
              return "thrown";
            }
            private String temp() throws Exception {
              java.nio.file.Path dir = context.tempDirectory();
              java.nio.file.Path deep = dir.resolve("a").resolve("b");
              java.nio.file.Files.createDirectories(deep);
              java.nio.file.Files.writeString(deep.resolve("file"), "x");
              return dir.toString();
            }
            """);
  }
}
