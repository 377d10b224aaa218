package io.jarserve.server.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.model.OptionKey;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.model.ReplicaState;
import io.jarserve.server.replica.SmallNode;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of real replicas that are kept, over real HTTP. */
@Timeout(300)
class ResponseCacheTest {

  /** Every answer has the number of the call in it, so that one given again can be told. */
  private static final String BODY =
      """
      private final java.util.concurrent.atomic.AtomicInteger calls =
          new java.util.concurrent.atomic.AtomicInteger();
      private volatile String config = "";

      public void reconfigure(UserConfig config) {
        this.config = config.values().toString();
      }

      public Response handle(Request r) throws Exception {
        int call = calls.incrementAndGet();
        if (r.path().equals("/throw")) {
          throw new IllegalStateException("boom");
        }
        if (r.path().equals("/wait") && call == 1) {
          new java.util.concurrent.CountDownLatch(1).await();
        }
        if (r.path().equals("/stream")) {
          return Response.stream("text/plain", out -> {
            out.write('s'); out.flush(); out.write(String.valueOf(call).getBytes());
          });
        }
        String size = r.query("size").orElse("0");
        String text = "%s " + config + call + "x".repeat(Integer.parseInt(size));
        Response answer = r.path().equals("/json") ? Response.json(Map.of("call", call)) : Response.text(text);
        for (String header : r.queryAll("header")) {
          String[] field = header.split("=", 2);
          answer = answer.withHeader(field[0], field[1]);
        }
        return answer.withStatus(r.query("status").map(Integer::parseInt).orElse(200));
      }
      """;

  private static final Map<OptionKey, Object> ON =
      Map.of(
          OptionKey.RESPONSE_CACHE,
          Map.of("ttl_s", 600, "vary_headers", List.of("Accept-Language")));

  @TempDir static Path dir;
  private static SmallNode node;

  @BeforeAll
  static void start() throws IOException {
    node = new SmallNode(dir);
    node.run("on", jar("v"), ON);
    node.run("off", jar("v"), Map.of());
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void get_again_doesNotReachTheReplica() throws IOException {
    Wire.Answer first = get("/on/again");
    Wire.Answer again = get("/on/again", "X-Request-Id: mine");

    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.header("Content-Type")).isEqualTo("text/plain;charset=utf-8");
    assertThat(again.header("X-Request-Id")).isEqualTo("mine");
    assertThat(Integer.parseInt(again.header("Age"))).isBetween(0, 100);
    assertThat(again.header("Cache-Status")).isEqualTo("jarserve; hit");
    assertThat(again.header("ETag")).isEqualTo(first.header("ETag")).matches("\"[0-9a-f]{24}\"");
    assertThat(get("/on/json").body()).isEqualTo(get("/on/json").body());
    String scrape = node.meters().scrape();
    assertThat(scrape)
        .containsPattern("jarserve_response_cache_hits_total\\{application=\"on\",.*\\} [1-9]")
        .containsPattern("jarserve_response_cache_misses_total\\{application=\"on\",.*\\} [1-9]")
        .containsPattern("jarserve_response_cache_bytes\\{application=\"on\",.*\\} [1-9]")
        .doesNotContain("jarserve_response_cache_hits_total{application=\"off\"");
  }

  @Test
  void get_withoutTheOption_alwaysReachesTheReplica() throws IOException {
    assertThat(get("/off/a").body()).isNotEqualTo(get("/off/a").body());
    assertThat(get("/off/a").headers()).doesNotContainKeys("ETag", "Age", "Cache-Status");
  }

  @Test
  void get_ofAKnownTag_is304WithoutBody() throws IOException {
    String etag = get("/on/tag").header("ETag");
    try (Wire wire = new Wire(node.port())) {
      wire.send("GET", "/on/tag", "", "If-None-Match: \"other\", W/" + etag);
      Wire.Answer answer = wire.receiveHead();
      assertThat(answer.status()).isEqualTo(304);
      assertThat(answer.header("ETag")).isEqualTo(etag);
      assertThat(answer.header("Content-Type")).isEmpty();
      wire.send("GET", "/on/tag", "", "If-None-Match: \"other\"");
      assertThat(wire.receive().status()).isEqualTo(200);
      wire.send("HEAD", "/on/tag", "", "If-None-Match: *");
      assertThat(wire.receiveHead().status()).isEqualTo(304);
    }
    assertThat(get("/on/own?header=ETag=%22mine%22").header("ETag")).isEqualTo("\"mine\"");
  }

  @Test
  void head_afterGet_isAnsweredFromIt() throws IOException {
    Wire.Answer first = get("/on/head");
    try (Wire wire = new Wire(node.port())) {
      wire.send("HEAD", "/on/head", "");
      Wire.Answer head = wire.receiveHead();
      assertThat(head.header("ETag")).isEqualTo(first.header("ETag"));
      assertThat(head.header("Content-Length")).isEqualTo(String.valueOf(first.bytes().length));
      wire.send("GET", "/on/head", "");
      assertThat(wire.receive().body()).isEqualTo(first.body());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"header=Cache-Control=%22x,no-store", "header=Set-Cookie=a=b", "status=500"})
  void get_ofWhatMustNotBeKept_reachesTheReplica(String query) throws IOException {
    String path = "/on/not?" + query;
    assertThat(get(path).body()).isNotEqualTo(get(path).body());
    assertThat(get(path).header("Cache-Status")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization: Bearer x",
        "Cache-Control: no-store",
        "Cache-Control: no-cache",
        "Cache-Control: \"no, no-cache",
        "Range: bytes=0-1",
        "If-Match: *",
        "Upgrade: websocket"
      })
  void get_thatMustNotBeAnsweredFromIt_reachesTheReplica(String header) throws IOException {
    String kept = get("/on/asked").body();
    assertThat(get("/on/asked", header).body()).isNotEqualTo(kept);
    assertThat(get("/on/asked").body()).isEqualTo(kept);
  }

  @Test
  void get_thatOffersHttp2AsJavaDoes_isAnsweredFromIt() throws IOException {
    String kept = get("/on/offered").body();

    assertThat(get("/on/offered", "Connection: Upgrade", "Upgrade: h2c").body()).isEqualTo(kept);
  }

  @Test
  void get_withABody_reachesTheReplica() throws IOException {
    String kept = get("/on/body").body();
    try (Wire wire = new Wire(node.port())) {
      wire.send("GET", "/on/body", "question");
      assertThat(wire.receive().body()).isNotEqualTo(kept);
    }
  }

  @Test
  void post_thatSucceeds_makesWhatIsKeptUnderItsPathOutdated() throws IOException {
    String kept = get("/on/changed?a=1").body();
    assertThat(Wire.post(node.port(), "/on/changed?status=400", "x").status()).isEqualTo(400);
    assertThat(get("/on/changed?a=1").body()).isEqualTo(kept);
    assertThat(Wire.post(node.port(), "/on/changed", "x").status()).isEqualTo(200);
    assertThat(get("/on/changed?a=1").body()).isNotEqualTo(kept);
  }

  @Test
  void leader_whoseClientGoes_isFollowedByOneThatWaits() throws IOException {
    runCached("waits", Map.of("ttl_s", 600));
    Wire leader = new Wire(node.port());
    try (Wire second = new Wire(node.port());
        Wire third = new Wire(node.port())) {
      leader.send("GET", "/waits/wait", "");
      awaitInFlight("waits", 1);
      second.send("GET", "/waits/wait", "");
      third.send("GET", "/waits/wait", "");
      awaitInFlight("waits", 3);

      leader.close();

      assertThat(second.receive().body()).isEqualTo("v 2");
      assertThat(third.receive().body()).isEqualTo("v 2");
    }
  }

  @ParameterizedTest
  @CsvSource({"/throw, 500", "/stream, 200"})
  void get_ofAFailureOrAStream_isNotKept(String path, int status) throws IOException {
    Wire.Answer first = get("/on" + path);
    assertThat(first.status()).isEqualTo(status);
    Wire.Answer again = get("/on" + path);
    assertThat(again.header("Cache-Status")).isEmpty();
    assertThat(again.body()).isNotEqualTo(first.body());
  }

  @Test
  void key_hostQueryAndHeaders_tellAnswersApart() throws IOException {
    assertThat(get("/on/key?a=1").body()).isNotEqualTo(get("/on/key?a=2").body());
    assertThat(get("/on/key", "Accept-Language: de").body())
        .isNotEqualTo(get("/on/key", "Accept-Language: en").body())
        .isEqualTo(get("/on/key", "Accept-Language: de", "X-B: c").body());
    try (Wire wire = new Wire(node.port())) {
      wire.raw("GET /on/key HTTP/1.1\r\nHost: elsewhere\r\n\r\n");
      assertThat(wire.receive().body()).isNotEqualTo(get("/on/key").body());
    }
  }

  @Test
  void key_ofChosenParameters_passesOverTheOthers() throws IOException {
    runCached("chosen", Map.of("ttl_s", 600, "vary_query", List.of("a", "b")));
    String chosen = get("/chosen?b=2&a=1&c=3").body();

    assertThat(get("/chosen?a=1&b=2&d=4").body()).isEqualTo(chosen);
    assertThat(get("/chosen?a=1&b=3").body()).isNotEqualTo(chosen);
    assertThat(get("/chosen?a=1&a=2").body()).isNotEqualTo(get("/chosen?a=1,%202").body());
    assertThat(get("/chosen?a=1&b=%ff%").status()).isLessThan(500);
  }

  @Test
  void key_thatHasAuthorization_keepsAnAnswerForEach() throws IOException {
    runCached("tenants", Map.of("ttl_s", 600, "vary_headers", "Authorization"));
    String one = get("/tenants", "Authorization: one").body();

    assertThat(get("/tenants", "Authorization: one").body()).isEqualTo(one);
    assertThat(get("/tenants", "Authorization: two").body()).isNotEqualTo(one);
  }

  @Test
  void methods_withoutHead_passHeadOn() throws IOException {
    runCached("gets", Map.of("ttl_s", 600, "methods", List.of("get")));
    get("/gets");
    try (Wire wire = new Wire(node.port())) {
      wire.send("HEAD", "/gets", "");
      assertThat(wire.receiveHead().headers()).doesNotContainKeys("ETag", "Age");
    }
  }

  @Test
  void maxBytes_full_makesRoomAndPassesWhatIsTooLarge() throws IOException {
    runCached("small", Map.of("ttl_s", 600, "max_bytes", 10_000));
    for (int i = 0; i < 20; i++) {
      get("/small/" + i + "?size=2000");
    }

    assertThat(get("/small/large?size=20000").header("Cache-Status")).isEmpty();
    await()
        .untilAsserted(
            () ->
                assertThat(node.meters().scrape())
                    .containsPattern(
                        "jarserve_response_cache_evictions_total\\{application=\"small\",.*\\} [1-9]")
                    .containsPattern(
                        "jarserve_response_cache_bytes\\{application=\"small\",.*\\} \\d{4}\\."));
  }

  @Test
  void cache_ofAnOldVersion_isNotSeenByTheNewAndKeepsNothingOfIt() throws IOException {
    SmallNode.Version old = node.store("rolled", "demo.Main", jar("old"));
    SmallNode.Version fresh = node.store("rolled", "demo.Main", jar("new"));
    ReplicaId a = node.assign(old, "a", ON);
    node.follow();
    node.awaitState(a, ReplicaState.RUNNING);
    String before = get("/rolled/x").body();
    assertThat(before).startsWith("old");

    ReplicaId b = node.assign(fresh, "b", ON);
    node.follow();
    node.awaitState(b, ReplicaState.RUNNING);
    assertThat(get("/rolled/x").body()).isEqualTo(before);
    for (int i = 0; i < 20; i++) {
      get("/rolled/" + i);
    }
    for (int i = 0; i < 20; i++) {
      Wire.Answer kept = get("/rolled/" + i);
      boolean hit = kept.header("Cache-Status").equals("jarserve; hit");
      assertThat(!hit || kept.body().startsWith("old")).as(kept.body()).isTrue();
    }
    node.stop(a);

    for (int i = 0; i < 20; i++) {
      assertThat(get("/rolled/" + i).body()).startsWith("new");
    }
    String kept = get("/rolled/x").body();
    assertThat(kept).startsWith("new");
    assertThat(get("/rolled/x").body()).isEqualTo(kept);
    node.awaitUnloaded();
  }

  @Test
  void option_switchedOff_takesEffectInPlace() throws IOException {
    SmallNode.Version version = node.store("switched", "demo.Main", jar("v"));
    ReplicaId id = node.assign(version, "a", ON);
    node.follow();
    node.awaitState(id, ReplicaState.RUNNING);
    String kept = get("/switched").body();
    assertThat(get("/switched").body()).isEqualTo(kept);

    node.assign(version, "a", Map.of());
    node.follow();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> get("/switched").header("Cache-Status").isEmpty());
    assertThat(get("/switched").body()).isNotEqualTo(kept);
  }

  @Test
  void userConfig_changed_outdatesWhatIsKept() throws IOException {
    SmallNode.Version version = node.store("configured", "demo.Main", jar("v"));
    ReplicaId id = node.assign(version, "a", ON);
    node.follow();
    node.awaitState(id, ReplicaState.RUNNING);
    assertThat(get("/configured").body()).startsWith("v 1");

    node.assign(
        version,
        "a",
        Map.of(
            OptionKey.RESPONSE_CACHE,
            Map.of("ttl_s", 600, "vary_headers", List.of("Accept-Language")),
            OptionKey.USER_CONFIG,
            Map.of("tax", 7)));
    node.follow();

    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(get("/configured").body()).startsWith("v {tax=7}"));
    assertThat(get("/configured").header("Cache-Status")).isNotEmpty();
  }

  private static void runCached(String application, Map<String, Object> cache) {
    node.run(application, jar("v"), Map.of(OptionKey.RESPONSE_CACHE, cache));
  }

  private static void awaitInFlight(String application, int count) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              AtomicInteger found = new AtomicInteger();
              node.router()
                  .forEachInFlight(
                      exchange -> {
                        if (exchange.deployment().application().equals(application)) {
                          found.incrementAndGet();
                        }
                      });
              return found.get() == count;
            });
  }

  private static Wire.Answer get(String path, String... headers) throws IOException {
    return Wire.get(node.port(), path, headers);
  }

  private static PluginJars jar(String version) {
    return PluginJars.jar("app", "1.0").deployment("demo.Main", "", BODY.formatted(version));
  }
}
