package io.jarserve.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.access.TokenFile;
import io.jarserve.server.certificates.TlsContexts;
import io.jarserve.server.config.ConfigKey;
import io.jarserve.server.config.ServerConfig;
import io.jarserve.server.json.Json;
import io.jarserve.server.model.Role;
import io.jarserve.server.node.ServeNode;
import io.jarserve.server.testing.PemFiles;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.TestCertificates;
import io.jarserve.server.testing.TestCertificates.Signed;
import io.jarserve.server.testing.TestNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every path of the published API, with every method, by those who may not or may only read: with
 * tokens and with certificates of clients, against an application that could be changed.
 */
@Timeout(300)
class PublishedApiTest {
  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
  private static final List<String> LASTING =
      List.of("", "/versions", "/deployments/Greeter/log_level");
  private static final String APPLICATION = "/api/serve/applications/app-0000";
  private static final Signed AUTHORITY = TestCertificates.authority("CN=Test CA");

  @TempDir Path directory;
  private ServeNode admin;

  /** Somebody who asks, over a connection with a certificate or with a header. */
  private record Asker(
      String name, HttpClient client, String address, Optional<String> authorization) {}

  @AfterEach
  void close() {
    admin.close();
  }

  @Test
  void everyRoute_byToken_whoMayNotChangesNothing() throws Exception {
    TokenFile tokens = new TokenFile(Files.createDirectories(directory.resolve("state")));
    String reader = secret(tokens, Role.READ);
    String deployer = secret(tokens, Role.DEPLOY);
    admin = ServeNode.start(TestNode.config(directory));

    check(
        List.of(byNothing(), byToken("wrong", "jsv_00000000_" + "0".repeat(64))),
        byToken("reader", reader),
        byToken("deployer", deployer));
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void everyRoute_byCertificate_whoMayNotChangesNothing(Version version) throws Exception {
    admin = ServeNode.start(overTls());

    check(
        List.of(
            byCertificate(version, Optional.empty()),
            byCertificate(version, Optional.of("CN=stranger,O=Acme"))),
        byCertificate(version, Optional.of("CN=reader,O=Acme")),
        byCertificate(version, Optional.of("CN=deployer,O=Acme")));
  }

  private void check(List<Asker> refused, Asker reader, Asker deployer) throws Exception {
    deploy(deployer);
    Map<String, Map<String, Role>> published = published(reader);
    assertThat(published).containsKeys("/api/serve/shutdown", APPLICATION + "/rollback");
    List<String> before = lasting(reader);
    for (Map.Entry<String, Map<String, Role>> path : published.entrySet()) {
      for (String method : METHODS) {
        Role needed = path.getValue().getOrDefault(method, Role.ADMIN);
        checkRefused(method, path.getKey(), needed, refused, reader);
      }
    }

    assertThat(lasting(reader)).isEqualTo(before);
    assertThat(admin.isClosing()).isFalse();
    try (Stream<Path> stored = Files.list(artifacts())) {
      assertThat(stored).as("the one that was deployed").hasSize(1);
    }
    checkDeployer(published, deployer);
    assertThat(admin.isClosing()).isFalse();
  }

  private void checkDeployer(Map<String, Map<String, Role>> published, Asker deployer)
      throws IOException, InterruptedException {
    for (Map.Entry<String, Map<String, Role>> path : published.entrySet()) {
      for (String method : METHODS) {
        Role needed = path.getValue().getOrDefault(method, Role.ADMIN);
        assertThat(status(method, path.getKey(), deployer) == 403)
            .as("%s %s by a deployer", method, path.getKey())
            .isEqualTo(!Role.DEPLOY.includes(needed));
      }
    }
  }

  private void checkRefused(
      String method, String path, Role needed, List<Asker> refused, Asker reader)
      throws IOException, InterruptedException {
    for (Asker asker : refused) {
      assertThat(status(method, path, asker))
          .as("%s %s by %s", method, path, asker.name())
          .isIn(needed == Role.ANYONE ? List.of(200) : List.of(401, 429));
    }
    assertThat(status(method, path, reader) == 403)
        .as("%s %s by a reader", method, path)
        .isEqualTo(!Role.READ.includes(needed));
  }

  /** What those who may not must leave as it is. */
  private List<String> lasting(Asker reader) throws IOException, InterruptedException {
    List<String> bodies = new ArrayList<>();
    for (String path : LASTING) {
      HttpResponse<String> answer =
          send("GET", APPLICATION + path, reader, BodyPublishers.noBody(), BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      bodies.add(answer.body() + answer.headers().allValues("ETag"));
    }
    return bodies;
  }

  private void deploy(Asker deployer) throws IOException, InterruptedException {
    byte[] jar = PluginJars.greeter("app-0000", "1.0", "hi").bytes();
    String uploaded =
        send(
                "POST",
                APPLICATION + "/artifact",
                deployer,
                BodyPublishers.ofByteArray(jar),
                BodyHandlers.ofString())
            .body();
    Object digest = Json.read(uploaded.getBytes(UTF_8), Map.class).get("digest");
    HttpResponse<String> deployed =
        send(
            "PUT",
            APPLICATION + "?wait=60s",
            deployer,
            BodyPublishers.ofString("{\"digest\":\"" + digest + "\"}"),
            BodyHandlers.ofString());
    assertThat(deployed.statusCode()).as(deployed.body()).isEqualTo(200);
  }

  /** By path and method, which role it needs. */
  private Map<String, Map<String, Role>> published(Asker reader)
      throws IOException, InterruptedException {
    byte[] document =
        send(
                "GET",
                "/api/openapi.json",
                reader,
                BodyPublishers.noBody(),
                BodyHandlers.ofByteArray())
            .body();
    Map<String, Map<String, Role>> roles = new TreeMap<>();
    ((Map<?, ?>) Json.read(document, Map.class).get("paths"))
        .forEach(
            (path, operations) ->
                roles.put(concrete((String) path), roles((Map<?, ?>) operations)));
    return roles;
  }

  private static String concrete(String template) {
    return template
        .replace("{name}", "app-0000")
        .replace("{deployment}", "Greeter")
        .replaceAll("\\{[^}]*}", "x");
  }

  private static Map<String, Role> roles(Map<?, ?> operations) {
    Map<String, Role> roles = new TreeMap<>();
    operations.forEach(
        (method, operation) -> {
          if (operation instanceof Map<?, ?> fields
              && fields.get("x-role") instanceof String word) {
            roles.put(
                method.toString().toUpperCase(Locale.ROOT),
                Role.valueOf(word.toUpperCase(Locale.ROOT)));
          }
        });
    if (roles.containsKey("GET")) {
      roles.put("HEAD", roles.get("GET"));
    }
    return roles;
  }

  /** Also of an answer that goes on for as long as the client stays. */
  private int status(String method, String path, Asker asker)
      throws IOException, InterruptedException {
    HttpResponse<InputStream> answer =
        send(method, path, asker, BodyPublishers.noBody(), BodyHandlers.ofInputStream());
    answer.body().close();
    return answer.statusCode();
  }

  private <T> HttpResponse<T> send(
      String method, String path, Asker asker, BodyPublisher body, BodyHandler<T> handler)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(asker.address() + path))
            .timeout(Duration.ofSeconds(90))
            .method(method, body);
    asker.authorization().ifPresent(value -> request.header("Authorization", value));
    return asker.client().send(request.build(), handler);
  }

  private Asker byToken(String name, String token) {
    return new Asker(
        name,
        HttpClient.newHttpClient(),
        "http://localhost:" + admin.adminPort(),
        Optional.of("Bearer " + token));
  }

  private Asker byNothing() {
    return new Asker(
        "nobody",
        HttpClient.newHttpClient(),
        "http://localhost:" + admin.adminPort(),
        Optional.empty());
  }

  private Asker byCertificate(Version version, Optional<String> subject) throws IOException {
    Optional<Path> ca = Optional.of(AUTHORITY.writeCertificate(directory.resolve("ca.crt")));
    Optional<Path> key = subject.map(any -> directory.resolve("client.key"));
    Optional<Path> certificate = subject.map(any -> directory.resolve("client.crt"));
    if (subject.isPresent()) {
      AUTHORITY.sign(subject.get()).write(certificate.orElseThrow(), key.orElseThrow());
    }
    HttpClient client =
        HttpClient.newBuilder()
            .version(version)
            .sslContext(TlsContexts.ofClient(ca, certificate, key))
            .build();
    return new Asker(
        subject.orElse("nobody"),
        client,
        "https://localhost:" + admin.adminPort(),
        Optional.empty());
  }

  private ServerConfig overTls() throws IOException {
    PemFiles pem = PemFiles.in(directory).holding(AUTHORITY.sign("CN=port"));
    Path roles = directory.resolve("roles");
    Files.writeString(roles, "read CN=reader,O=Acme\ndeploy CN=deployer,O=Acme\n");
    return TestNode.config(directory)
        .with(ConfigKey.ADMIN_TLS_KEY, pem.key())
        .with(ConfigKey.ADMIN_TLS_CERTIFICATE, pem.certificate())
        .with(ConfigKey.ADMIN_CLIENT_CA, AUTHORITY.writeCertificate(directory.resolve("ca.crt")))
        .with(ConfigKey.ADMIN_CLIENT_ROLES, roles);
  }

  private static String secret(TokenFile tokens, Role role) throws Exception {
    return tokens.create(role.word(), role, Instant.EPOCH, null).secret();
  }

  private Path artifacts() {
    return directory.resolve("state").resolve("artifacts");
  }
}
