package io.jarserve.server.served;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.access.Token;
import io.jarserve.server.access.TokenFile;
import io.jarserve.server.model.Role;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.TestNode;
import io.vertx.core.json.JsonObject;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What happens is told as it happens, to those who stay and to those who come back. */
@Timeout(300)
class EventStreamTest {

  @TempDir Path home;
  private final List<InputStream> followed = new ArrayList<>();
  private TestNode node;

  @BeforeEach
  void start() {
    node = TestNode.start(home);
  }

  @AfterEach
  void stop() throws Exception {
    for (InputStream stream : followed) {
      stream.close();
    }
    node.close();
  }

  @Test
  void events_followed_tellADeployAsItHappens() throws Exception {
    List<String> lines = follow("/api/serve/events", "");
    deploy("greeter");

    await().untilAsserted(() -> assertThat(lines).contains("event: COMPLETED"));
    JsonObject first =
        new JsonObject(
            lines.stream()
                .filter(l -> l.startsWith("data: "))
                .findFirst()
                .orElseThrow()
                .substring(6));
    assertThat(first.getString("kind")).isEqualTo("DEPLOY_STARTED");
    assertThat(first.getString("application")).isEqualTo("greeter");
  }

  @Test
  void events_withLastEventId_goOnThere() throws Exception {
    deploy("first");
    List<String> all = follow("/api/serve/events?after=0", "");
    await().untilAsserted(() -> assertThat(all).contains("event: COMPLETED"));
    String last =
        all.stream()
            .filter(l -> l.startsWith("id: "))
            .reduce((a, b) -> b)
            .orElseThrow()
            .substring(4);
    deploy("second");

    List<String> more = follow("/api/serve/events", last);

    await().untilAsserted(() -> assertThat(more).contains("event: COMPLETED"));
    assertThat(String.join("\n", more)).contains("second").doesNotContain("first");
  }

  @Test
  void events_ofOneApplication_leaveOutTheOthers() throws Exception {
    List<String> lines = follow("/api/serve/events?application=second", "");
    deploy("first");
    deploy("second");

    await().untilAsserted(() -> assertThat(lines).contains("event: COMPLETED"));
    assertThat(String.join("\n", lines)).doesNotContain("first");
  }

  @Test
  void audit_afterChanges_listsThoseThatWereRefusedToo() {
    deploy("greeter");
    DocumentClient client = new DocumentClient(node.adminPort());
    client.call("restartApplication", Map.of("name", "none"), new JsonObject());

    await()
        .untilAsserted(
            () -> assertThat(audited()).containsExactly("DEPLOY_STARTED", "CHANGE_REFUSED"));
    node.close();
    node = TestNode.start(home);
    assertThat(audited()).startsWith("DEPLOY_STARTED", "CHANGE_REFUSED");
  }

  @Test
  void audit_whateverTheWay_saysWhoAndFromWhichVersionToWhich() {
    Path dropped = node.deployDir().resolve("dropped.jar");
    PluginJars.greeter("dropped", "1.0", "one").writeTo(dropped);
    node.awaitRunning("dropped", "1.0");
    PluginJars.greeter("dropped", "2.0", "two").writeTo(dropped);
    node.awaitRunning("dropped", "2.0");
    deploy("uploaded");

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(entries())
                    .extracting(EventStreamTest::change)
                    .containsExactly(
                        "DEPLOY_STARTED dropped null -> 1 by directory: dropped.jar",
                        "UPDATE_STARTED dropped 1 -> 2 by directory: dropped.jar",
                        "DEPLOY_STARTED uploaded null -> 1 by anybody"));
  }

  @Test
  void audit_logLevelsAndTheEnd_sayWho() throws Exception {
    deploy("greeter");
    DocumentClient client = new DocumentClient(node.adminPort());
    Map<String, String> greeter = Map.of("name", "greeter", "deployment", "Greeter");
    JsonObject debug = new JsonObject().put("level", "debug");
    client.call("setLogLevel", greeter, debug);
    client.call("setLogLevel", greeter, debug); // changes nothing
    client.call("resetLogLevel", greeter, null);
    Token token =
        new TokenFile(home.resolve("state")).create("ops", Role.ADMIN, Instant.now(), null);

    HttpRequest shutdown =
        HttpRequest.newBuilder(node.admin().resolve("/api/serve/shutdown"))
            .header("Authorization", "Bearer " + token.secret())
            .POST(BodyPublishers.noBody())
            .build();
    assertThat(node.send(shutdown).statusCode()).isEqualTo(202);

    Path trail = home.resolve("state/logs/audit.log");
    await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(() -> assertThat(Files.readString(trail)).contains("SHUTDOWN_STARTED"));
    assertThat(Files.readAllLines(trail).stream().map(JsonObject::new))
        .extracting(e -> e.getString("kind") + " by " + e.getString("who"))
        .containsExactly(
            "DEPLOY_STARTED by anybody",
            "LOG_LEVEL_SET by anybody",
            "LOG_LEVEL_SET by anybody",
            "TOKENS_CHANGED by tokens.json",
            "SHUTDOWN_STARTED by token ops");
    assertThat(Files.readString(trail))
        .contains(
            "anybody by the API set the log level of Greeter: that of the configuration -> debug",
            "Greeter: debug -> that of the configuration",
            "somebody made 'ops' with the role admin",
            "token ops by the API asked the instance to end");
  }

  private static String change(JsonObject entry) {
    return "%s %s %s -> %s by %s"
        .formatted(
            entry.getString("kind"),
            entry.getString("application"),
            entry.getValue("from_version"),
            entry.getValue("to_version"),
            entry.getString("who"));
  }

  private List<JsonObject> entries() {
    DocumentClient client = new DocumentClient(node.adminPort());
    return client.call("getAudit", Map.of(), null).json().getJsonArray("entries").stream()
        .map(JsonObject.class::cast)
        .toList();
  }

  private List<String> audited() {
    return entries().stream().map(entry -> entry.getString("kind")).toList();
  }

  @Test
  void close_whileSomebodyFollows_doesNotWaitForThem() throws Exception {
    List<String> lines = follow("/api/serve/events?after=0", "");
    await().untilAsserted(() -> assertThat(lines).isNotEmpty());

    node.close();

    await().untilAsserted(() -> assertThat(lines).endsWith("(end)"));
  }

  private void deploy(String name) {
    DocumentClient client = new DocumentClient(node.adminPort());
    byte[] jar = PluginJars.greeter(name, "1.0", "hello").bytes();
    String digest =
        client.call("uploadArtifact", Map.of("name", name), jar).json().getString("digest");
    client.call(
        "putApplication",
        Map.of("name", name, "wait", "30s"),
        new JsonObject().put("digest", digest));
  }

  /** The lines that come, gathered by a thread until the end, which is a line too. */
  private List<String> follow(String path, String lastEventId) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.adminPort() + path));
    if (!lastEventId.isEmpty()) {
      request.header("Last-Event-ID", lastEventId);
    }
    InputStream body =
        HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofInputStream()).body();
    followed.add(body);
    List<String> lines = new CopyOnWriteArrayList<>();
    Thread reader = new Thread(() -> read(body, lines), "follower");
    reader.setDaemon(true);
    reader.start();
    return lines;
  }

  private static void read(InputStream body, List<String> lines) {
    try (var text = new Scanner(body, StandardCharsets.UTF_8)) {
      while (text.hasNextLine()) {
        lines.add(text.nextLine());
      }
    }
    lines.add("(end)");
  }
}
