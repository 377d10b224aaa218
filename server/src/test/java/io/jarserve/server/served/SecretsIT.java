package io.jarserve.server.served;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.access.TokenFile;
import io.jarserve.server.certificates.TlsContexts;
import io.jarserve.server.model.Role;
import io.jarserve.server.testing.CommandShell;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.TestCertificates;
import io.jarserve.server.testing.TestCertificates.Signed;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that a server writes, saves or tells holds a secret that it works with. */
@Timeout(300)
class SecretsIT {

  private static final String PASSWORD = "hunter2ofTheEnvironment";
  private static final String API_KEY = "hunter2ofTheFile";
  private static final String STORE_PASSWORD = "hunter2ofTheKeystore";
  private static final String GUESS = "0123456789abcdef".repeat(4);
  private static final List<String> PATHS =
      List.of(
          "/",
          "/metrics",
          "/api/openapi.json",
          "/api/serve/applications/",
          "/api/serve/applications/vault",
          "/api/serve/applications/safe",
          "/api/serve/applications/safe/versions",
          "/api/serve/applications/safe/explain",
          "/api/serve/audit");

  private static final Signed AUTHORITY = TestCertificates.authority("CN=Test CA");

  @TempDir Path home;
  private final Map<String, String> told = new TreeMap<>();
  private HttpClient client;
  private CommandShell shell;
  private @Nullable Process server;
  private String token;
  private URI admin;
  private URI http;

  @BeforeEach
  void start() throws Exception {
    shell = new CommandShell(home).with("VAULT_PASSWORD", PASSWORD);
    Path state = Files.createDirectories(home.resolve("state"));
    token = new TokenFile(state).create("me", Role.ADMIN, Instant.now(), null).secret();
    Path ca = AUTHORITY.writeCertificate(home.resolve("ca.crt"));
    client =
        HttpClient.newBuilder()
            .sslContext(TlsContexts.ofClient(Optional.of(ca), Optional.empty(), Optional.empty()))
            .build();
    writeSettings();
    server = shell.serve("jarserve start --config jarserve.yaml --log-level trace", state);
    List<String> addresses = Files.readAllLines(state.resolve("jarserve.addresses"));
    http = URI.create(addresses.get(0).replaceFirst("^\\w+ +", ""));
    admin = URI.create(addresses.get(1).replaceFirst("^\\w+ +", ""));
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.destroyForcibly();
    }
  }

  @Test
  void everythingWrittenSavedAndTold_holdsReferencesAndNoSecret() throws Exception {
    deploy();
    assertThat(
            client
                .send(
                    HttpRequest.newBuilder(http.resolve("/safe?x=1")).build(),
                    BodyHandlers.ofString())
                .body())
        .as("the deployment itself has them")
        .contains(PASSWORD, API_KEY);
    misuse();

    collect();

    for (String secret :
        List.of(PASSWORD, API_KEY, STORE_PASSWORD, GUESS, token.substring("jsv_".length() + 9))) {
      told.forEach((where, text) -> assertThat(text.contains(secret)).as(where).isFalse());
    }
    assertThat(told.get("/api/serve/applications/safe"))
        .contains("cannot log in with", "${env:VAULT_PASSWORD}", "${file:");
    assertThat(told.keySet().stream().filter(this::isCheckpoint))
        .as("what is saved")
        .anySatisfy(file -> assertThat(told.get(file)).contains("${env:VAULT_PASSWORD}"));
    assertThat(told.get("server.log")).contains("cannot log in with", "refused GET");
  }

  private boolean isCheckpoint(String name) {
    return name.startsWith(home.resolve("state/state").toString());
  }

  private void writeSettings() throws IOException {
    Files.createDirectories(home.resolve("deploy"));
    Files.writeString(home.resolve("api-key"), API_KEY + "\n");
    Files.writeString(home.resolve("store-password"), STORE_PASSWORD + "\n");
    AUTHORITY.sign("CN=port").writeKeystore(home.resolve("admin.p12"), STORE_PASSWORD);
    Files.writeString(
        home.resolve("jarserve.yaml"),
        """
        deploy_dir: deploy
        state_dir: state
        http_port: 0
        admin_port: 0
        access_log: json
        admin_tls_keystore: admin.p12
        admin_tls_password_file: store-password
        """);
  }

  private void deploy() throws Exception {
    JsonObject config =
        new JsonObject()
            .put("db", "jdbc:x?password=${env:VAULT_PASSWORD}")
            .put("key", "${file:" + home.resolve("api-key") + "}");
    jar("vault").writeTo(home.resolve("deploy/vault.jar"));
    Files.writeString(
        home.resolve("deploy/vault.yaml"), new JsonObject().put("user_config", config).encode());
    String digest =
        new JsonObject(
                send(
                    "POST",
                    "/api/serve/applications/safe/artifact",
                    BodyPublishers.ofByteArray(jar("safe").bytes())))
            .getString("digest");
    JsonObject application = new JsonObject().put("digest", digest).put("user_config", config);
    send("PUT", "/api/serve/applications/safe?wait=60s", json(application));
    JsonObject refused = new JsonObject().put("user_config", config.copy().put("refuse", true));
    send("PATCH", "/api/serve/applications/safe?wait=60s", json(refused));
  }

  /** What people do wrong with secrets. */
  private void misuse() throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(admin.resolve("/api/serve/applications/?token=" + GUESS));
    client.send(request.build(), BodyHandlers.ofString());
    for (String wrong :
        List.of("Bearer " + token.substring(0, 13) + GUESS, "Bearer " + GUESS, "Digest " + token)) {
      client.send(request.setHeader("Authorization", wrong).build(), BodyHandlers.ofString());
    }
  }

  private void collect() throws Exception {
    for (String path : PATHS) {
      told.put(path, send("GET", path, BodyPublishers.noBody()));
    }
    Files.writeString(home.resolve("token"), token);
    shell.with("ADMIN", admin).with("JARSERVE_ADDRESS", admin).with("JARSERVE_CA_FILE", "ca.crt");
    for (String command :
        List.of(
            "jarserve status --token-file token -o json || true",
            "jarserve config --config jarserve.yaml",
            "jarserve logs --state-dir state",
            "jarserve token list --state-dir state",
            "curl -sN --max-time 2 --cacert ca.crt -H \"Authorization: Bearer $(cat token)\""
                + " \"$ADMIN/api/serve/events?after=0\" || true")) {
      CommandShell.Result result = shell.run(command);
      assertThat(result.exitCode()).as(result.out()).isZero();
      assertThat(result.out()).as(command).isNotEmpty();
      told.put(command, result.out());
    }
    told.put("server.log", Files.readString(home.resolve("server.log"), ISO_8859_1));
    try (Stream<Path> files = Files.walk(home.resolve("state"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        told.put(file.toString(), Files.readString(file, ISO_8859_1));
      }
    }
  }

  private static PluginJars jar(String id) {
    return PluginJars.jar(id, "1.0")
        .deployment(
            "demo.Main",
            "routePrefix = \"/" + id + "\"",
            """
            private volatile Map<String, Object> config = Map.of();
            @Override public void reconfigure(UserConfig given) {
              if (given.values().containsKey("refuse")) {
                throw new IllegalArgumentException("cannot log in with " + given.values());
              }
              config = given.values();
            }
            public Response handle(Request r) { return Response.text(config.toString()); }
            """);
  }

  private String send(String method, String path, BodyPublisher body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(admin.resolve(path))
            .header("Authorization", "Bearer " + token)
            .method(method, body)
            .build();
    return client.send(request, BodyHandlers.ofString()).body();
  }

  private static BodyPublisher json(JsonObject object) {
    return BodyPublishers.ofString(object.encode(), UTF_8);
  }
}
