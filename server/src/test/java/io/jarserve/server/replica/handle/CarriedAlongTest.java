package io.jarserve.server.replica.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.TestNode;
import io.jarserve.server.testing.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What calls take along: through an application of its own and on into another one. */
@Timeout(300)
class CarriedAlongTest {

  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private static final String TOLD =
      """
      package demo;
      public interface Told {
        String told();
      }
      """;

  /** Says what it is told, and what the next one says. */
  private static final String TELLS =
      """
        ReplicaContext context;
        Told next;
        public void start(ReplicaContext context) {
          this.context = context;
          %s
        }
        public String told() {
          CurrentRequest now = context.currentRequest().orElseThrow();
          String told = context.deployment() + " " + now.id() + " " + now.trace().traceparent()
              + " " + now.trace().tracestate() + " " + (now.timeLeft().orElseThrow().toSeconds() > 10);
          return next == null ? told : told + "\\n" + next.told();
        }
        public Response handle(Request r) { return Response.text(told()); }
      """;

  @TempDir private static Path home;
  private static TestNode node;

  @BeforeAll
  static void start() {
    node = TestNode.start(home);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void call_insideAndAcross_takesRequestIdTraceAndDeadlineAlong() throws IOException {
    serve(teller(PluginJars.jar("far", "1.0").source("demo.Told", TOLD), "Third", "", ""));
    PluginJars near = PluginJars.jar("near", "1.0").source("demo.Told", TOLD);
    teller(near, "First", TextJars.route("near"), next("\"Second\""));
    teller(near, "Second", "", next("\"far\", \"Third\""));
    serve(near);

    Wire.Answer answer =
        Wire.get(
            node.port(),
            "/near",
            "X-Request-Id: order-66",
            "traceparent: " + TRACE,
            "tracestate: shop=1");

    assertThat(answer.body().lines())
        .containsExactly(
            "First order-66 " + TRACE + " shop=1 true",
            "Second order-66 " + TRACE + " shop=1 true",
            "Third order-66 " + TRACE + " shop=1 true");
  }

  @Test
  void call_withoutATrace_isOneTraceForAll() throws IOException {
    PluginJars jar = PluginJars.jar("made", "1.0").source("demo.Told", TOLD);
    teller(jar, "First", TextJars.route("made"), next("\"Second\""));
    serve(teller(jar, "Second", "", ""));

    String[] lines = Wire.get(node.port(), "/made").body().split("\n");

    assertThat(lines).hasSize(2);
    assertThat(lines[1].replace("Second", "First")).isEqualTo(lines[0]);
  }

  @Test
  void call_inARequestForAModel_goesToTheReplicaThatHoldsIt() throws IOException {
    PluginJars jar = PluginJars.jar("models", "1.0").source("demo.Told", TOLD);
    jar.source(
        "demo.Tenants",
        TextJars.deployment(
            "Tenants",
            "Deployment, Told",
            "numReplicas = 4",
            """
            ReplicaContext context;
            Multiplexed<String> models;
            public void start(ReplicaContext given) {
              context = given;
              models = given.multiplexed(9, id -> id + " at " + given.replicaId());
            }
            public String told() {
              String id = context.currentRequest().orElseThrow().multiplexedModelId().orElseThrow();
              try {
                return models.call(id, model -> model);
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            }
            public Response handle(Request r) { return Response.text(told()); }
            """));
    String body =
        "Told next; public void start(ReplicaContext context) {"
            + next("\"Tenants\"")
            + "} public Response handle(Request r) { return Response.text(next.told()); }";
    jar.source(
        "demo.First", TextJars.deployment("First", "Deployment", TextJars.route("models"), body));
    serve(jar);

    for (String model : new String[] {"ada", "bob", "cyd"}) {
      Set<String> answers = new TreeSet<>();
      for (int i = 0; i < 10; i++) {
        String header = "jarserve-multiplexed-model-id: " + model;
        answers.add(Wire.get(node.port(), "/models", header).body());
      }
      assertThat(answers).singleElement().asString().startsWith(model + " at models#Tenants#");
    }
  }

  /** A thread that the author began and did not end. */
  @Test
  void call_afterItsReplicaStopped_isToldSo() throws IOException {
    String key = "carried.after.stop";
    String leak =
        """
        new Thread(() -> {
          while (System.getProperty("%1$s") == null) {
            try {
              next.told();
            } catch (IllegalStateException e) {
              System.setProperty("%1$s", e.getMessage());
            } catch (RuntimeException e) {
              Thread.yield();
            }
          }
        }).start();
        """
            .formatted(key);
    PluginJars jar = PluginJars.jar("leaks", "1.0").source("demo.Told", TOLD);
    teller(jar, "First", "", next("\"Second\"") + leak);
    serve(teller(jar, "Second", "", ""));

    Files.delete(node.deployDir().resolve("leaks.jar"));

    await().until(() -> System.getProperty(key) != null);
    assertThat(System.clearProperty(key))
        .contains("replica leaks#First#", "has stopped and its handles with it");
  }

  private static String next(String names) {
    return "next = context.handle(" + names + ").as(Told.class);";
  }

  private static PluginJars teller(PluginJars jar, String name, String options, String start) {
    String body = TELLS.formatted(start);
    return jar.source("demo." + name, TextJars.deployment(name, "Deployment, Told", options, body));
  }

  private static void serve(PluginJars jar) {
    jar.writeTo(node.deployDir().resolve(jar.id() + ".jar"));
    node.awaitRunning(jar.id(), "1.0");
  }
}
