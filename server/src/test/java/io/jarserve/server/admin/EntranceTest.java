package io.jarserve.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.access.Callers;
import io.jarserve.server.access.TokenFile;
import io.jarserve.server.access.Tokens;
import io.jarserve.server.model.Role;
import io.jarserve.server.testing.LogLines;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, over real HTTP, and what those try who are not. */
@Timeout(300)
class EntranceTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final String HOST = "Host: localhost";
  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW");

  /** What else the admin port has, and spellings that only a raw socket sends. */
  private static final List<String> MORE_PATHS =
      List.of(
          "/api/serve/applications/.%2e/shutdown",
          "/api/serve%2Fshutdown",
          "/api/serve/applications/..%2fshutdown",
          "/api/serve;x/shutdown",
          "/-/healthz;/../../api/serve/shutdown",
          "/api/serve/shutdow%6e",
          "/api/serve/shutdown%00",
          "/api/serve/shutdown%20",
          "/api/serve/shutdown#/-/healthz",
          "/API/serve/shutdown",
          "/api\\serve\\shutdown",
          "http://localhost/api/serve/shutdown",
          "http://localhost/-/healthz/../../api/serve/shutdown",
          "*",
          "/api/serve/applications",
          "/api/serve/applications/",
          "/api/serve/applications/app-0000",
          "/metrics",
          "/");

  @TempDir Path stateDir;
  private final CountingInstance instance = new CountingInstance();
  private volatile AdminServer admin;
  private String reader = "";
  private String deployer = "";
  private String administrator = "";

  @BeforeEach
  void start() throws Exception {
    reader = token("reader", Role.READ);
    deployer = token("deployer", Role.DEPLOY);
    administrator = token("administrator", Role.ADMIN);
    admin = server("127.0.0.1");
    admin.start();
  }

  @AfterEach
  void close() {
    admin.close();
    instance.close();
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/,READ",
    "HEAD,/metrics,READ",
    "GET,/api/serve/applications/,READ",
    "GET,/api/serve/applications/app-0000,READ",
    "POST,/api/serve/shutdown,ADMIN",
    "GET,/nothing,ADMIN",
  })
  void request_anyRole_isTakenFromThatRoleOn(String method, String path, Role needed)
      throws IOException {
    assertThat(statusOf(method, path)).isEqualTo(401);
    assertThat(statusOf(method, path, reader))
        .matches(status -> (status != 403) == Role.READ.includes(needed));
    assertThat(statusOf(method, path, deployer))
        .matches(status -> (status != 403) == Role.DEPLOY.includes(needed));
    assertThat(statusOf(method, path, administrator)).isNotIn(401, 403);
  }

  @Test
  void healthz_anybody_isAnswered() throws IOException {
    assertThat(statusOf("GET", "/-/healthz")).isEqualTo(200);
    assertThat(statusOf("GET", "/-/healthz", "Authorization: Bearer wrong")).isEqualTo(200);
  }

  @Test
  void everyPathAndMethod_nobodyAndWrongOnesAndReaders_changeNothing() throws IOException {
    for (String method : METHODS) {
      for (String path : paths()) {
        for (String who : Stream.of("X-Nothing: 1", reader, "Authorization: Bearer x").toList()) {
          RawHttp.Answer answer =
              RawHttp.send(admin.port(), method + " " + path + " HTTP/1.1", HOST, who);
          boolean taken = answer.status() / 100 == 2;
          assertThat(taken && !who.equals(reader)).as(method + " " + path + " as " + who).isFalse();
          assertThat(taken && !List.of("GET", "HEAD").contains(method))
              .as(method + " " + path)
              .isFalse();
        }
      }
    }
    assertThat(instance.shutdowns()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Forwarded-For: 127.0.0.1",
        "X-Original-URL: /-/healthz",
        "X-Rewrite-URL: /-/healthz",
        "X-HTTP-Method-Override: GET",
        "X-Forwarded-User: administrator",
        "X-Authorization: Bearer %s",
        "Proxy-Authorization: Bearer %s",
        "Cookie: token=%s",
        "Authorization : Bearer %s",
        "Authorization:\r\n Bearer %s",
        "Authorization: Bearer x\r\nAuthorization: Bearer %s",
        "Authorization: Bearer %s\r\nAuthorization: Bearer %s",
        "Authorization: Bearer x, Bearer %s",
        "Authorization_: Bearer %s",
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\nAuthorization: Bearer %s"
      })
  void shutdown_headersThatSomeServersTrust_isRefused(String headers) throws IOException {
    String secret = administrator.replace("Authorization: Bearer ", "");

    assertThat(statusOf("POST", "/api/serve/shutdown", headers.replace("%s", secret)))
        .isIn(400, 401);
    assertThat(instance.shutdowns()).isZero();
  }

  @Test
  void shutdown_smuggledBehindAReading_isRefused() throws IOException {
    String smuggled = "POST /api/serve/shutdown HTTP/1.1\r\n" + HOST + "\r\n\r\n";
    for (String framing :
        List.of(
            "Content-Length: 0\r\nTransfer-Encoding: chunked",
            "Content-Length: 0\r\nContent-Length: " + smuggled.length(),
            "Transfer-Encoding: xchunked",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
            "Content-Length: +0")) {
      RawHttp.bytes(
          admin.port(),
          "GET /metrics HTTP/1.1\r\n%s\r\n%s\r\n%s\r\n\r\n%s"
              .formatted(HOST, reader, framing, smuggled + "Connection: close\r\n\r\n"));
    }
    assertThat(instance.shutdowns()).isZero();
  }

  @Test
  void token_huge_isRefusedAndTheServerGoesOn() throws IOException {
    for (int letters : List.of(600, 5_000, 100_000)) {
      assertThat(statusOf("GET", "/metrics", "Authorization: Bearer " + "a".repeat(letters)))
          .isIn(401, 431);
    }
    assertThat(statusOf("GET", "/metrics", reader)).isEqualTo(200);
  }

  @Test
  void refusal_missingToken_saysHowToSendOne() throws IOException {
    RawHttp.Answer answer = RawHttp.send(admin.port(), "GET /metrics HTTP/1.1", HOST);

    assertThat(answer.headers().get("WWW-Authenticate")).startsWith("Bearer realm=");
    assertThat(answer.body())
        .contains("\"not_authorized\"", "role 'read'", "JARSERVE_TOKEN", "jarserve token create");
  }

  @Test
  void refusal_roleTooLow_namesBoth() throws IOException {
    RawHttp.Answer answer =
        RawHttp.send(admin.port(), "POST /api/serve/shutdown HTTP/1.1", HOST, reader);

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.body()).contains("role 'admin'", "token reader has 'read'");
  }

  @Test
  void failures_logged_withoutTheTokenAndOnOneLine() throws IOException {
    try (LogLines log = LogLines.listen()) {
      statusOf("GET", "/metrics%E2%80%A8forged", "Authorization: Bearer jsv_secret-letters");

      assertThat(log.all())
          .filteredOn(line -> line.contains("/metrics"))
          .singleElement()
          .asString()
          .startsWith("refused GET /metrics?forged from 127.0.0.1: ")
          .doesNotContain("secret-letters");
    }
  }

  @Test
  void failures_tooMany_areToldLessAndGoodTokensStillTaken() throws IOException {
    try (LogLines log = LogLines.listen()) {
      for (int i = 0; i < FailedTries.MOST; i++) {
        assertThat(statusOf("GET", "/metrics", "Authorization: Bearer x")).isEqualTo(401);
      }
      RawHttp.Answer next =
          RawHttp.send(admin.port(), "GET /metrics HTTP/1.1", HOST, "Authorization: Bearer x");

      assertThat(next.status()).isEqualTo(429);
      assertThat(next.headers()).containsKey("Retry-After");
      assertThat(statusOf("GET", "/metrics", reader)).isEqualTo(200);
      assertThat(log.all())
          .filteredOn(line -> line.startsWith("refused"))
          .hasSize(FailedTries.MOST);
    }
  }

  @Test
  void page_inABrowser_isShownByPasswordAndChangesNothing() throws IOException {
    String secret = administrator.replace("Authorization: Bearer ", "");
    String basic =
        "Authorization: Basic "
            + java.util.Base64.getEncoder()
                .encodeToString(("me:" + secret).getBytes(java.nio.charset.StandardCharsets.UTF_8));

    assertThat(statusOf("GET", "/", basic)).isEqualTo(200);
    assertThat(statusOf("POST", "/api/serve/shutdown", basic)).isEqualTo(403);
    assertThat(instance.shutdowns()).isZero();
  }

  @Test
  void everyAddress_withTokens_isListenedOnAndAnsweredByAnyName() throws IOException {
    try (AdminServer open = server("0.0.0.0")) {
      open.start();

      assertThat(
              RawHttp.send(open.port(), "GET /metrics HTTP/1.1", "Host: jarserve.example", reader)
                  .status())
          .isEqualTo(200);
      assertThat(
              RawHttp.send(open.port(), "GET /metrics HTTP/1.1", "Host: jarserve.example").status())
          .isEqualTo(401);
    }
  }

  @Test
  void host_rebound_isRefusedOnLoopbackWhateverTheToken() throws IOException {
    assertThat(
            RawHttp.send(admin.port(), "GET /metrics HTTP/1.1", "Host: evil.example", reader)
                .status())
        .isEqualTo(403);
  }

  private static List<String> paths() {
    return Stream.of(TriedPaths.ALL, MORE_PATHS).flatMap(List::stream).toList();
  }

  private int statusOf(String method, String path, String... headers) throws IOException {
    List<String> lines =
        Stream.concat(Stream.of(method + " " + path + " HTTP/1.1", HOST), Stream.of(headers))
            .toList();
    return RawHttp.send(admin.port(), lines.toArray(String[]::new)).status();
  }

  private String token(String name, Role role) throws Exception {
    return "Authorization: Bearer "
        + new TokenFile(stateDir).create(name, role, NOW, null).secret();
  }

  private AdminServer server(String host) throws IOException {
    AdminPort port = new AdminPort(host, 0, false, Callers.by(new Tokens(stateDir), () -> NOW));
    return instance.behind(port, () -> Statuses.applications(1, 1));
  }
}
