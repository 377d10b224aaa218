package io.jarserve.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.access.TokenFile;
import io.jarserve.server.json.Json;
import io.jarserve.server.model.Role;
import io.jarserve.server.node.ServeNode;
import io.jarserve.server.testing.TestNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every path of the published API, with every method, by those who may not or may only read. */
@Timeout(120)
class PublishedApiTest {
  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
  private static final String NOBODY = "X-Nothing: 1";
  private static final String WRONG = "Authorization: Bearer jsv_00000000_" + "0".repeat(64);

  @TempDir Path directory;
  private ServeNode admin;
  private String reader = "";
  private String deployer = "";

  @BeforeEach
  void start() throws Exception {
    TokenFile tokens = new TokenFile(Files.createDirectories(directory.resolve("state")));
    reader = header(tokens.create("reader", Role.READ, Instant.EPOCH, null).secret());
    deployer = header(tokens.create("deployer", Role.DEPLOY, Instant.EPOCH, null).secret());
    admin = ServeNode.start(TestNode.config(directory));
  }

  @AfterEach
  void close() {
    admin.close();
  }

  @Test
  void everyRoute_whoMayNot_isRefusedAndNothingChanges() throws Exception {
    Map<String, Map<String, Role>> published = published();
    assertThat(published).containsKey("/api/serve/shutdown");
    for (Map.Entry<String, Map<String, Role>> path : published.entrySet()) {
      for (String method : METHODS) {
        Role needed = path.getValue().getOrDefault(method, Role.ADMIN);
        check(method, path.getKey(), needed);
      }
    }
    assertThat(admin.isClosing()).isFalse();
    try (Stream<Path> stored = Files.list(artifacts())) {
      assertThat(stored).isEmpty();
    }
  }

  private void check(String method, String path, Role needed) throws IOException {
    int refused = needed == Role.ANYONE ? 200 : 401;
    assertThat(status(method, path, NOBODY)).as("%s %s", method, path).isEqualTo(refused);
    assertThat(status(method, path, WRONG)).as("%s %s", method, path).isIn(refused, 429);
    assertThat(status(method, path, reader) == 403)
        .as("%s %s by a reader", method, path)
        .isEqualTo(!Role.READ.includes(needed));
    assertThat(status(method, path, deployer) == 403)
        .as("%s %s by a deployer", method, path)
        .isEqualTo(!Role.DEPLOY.includes(needed));
  }

  /** By path and method, which role it needs. */
  private Map<String, Map<String, Role>> published() throws IOException {
    RawHttp.Answer answer =
        RawHttp.send(
            admin.adminPort(), "GET /api/openapi.json HTTP/1.1", "Host: localhost", reader);
    Map<?, ?> document = Json.read(answer.body().getBytes(UTF_8), Map.class);
    Map<String, Map<String, Role>> roles = new TreeMap<>();
    ((Map<?, ?>) document.get("paths"))
        .forEach(
            (path, operations) ->
                roles.put(concrete((String) path), roles((Map<?, ?>) operations)));
    return roles;
  }

  private static String concrete(String template) {
    return template.replace("{name}", "app-0000").replaceAll("\\{[^}]*}", "x");
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

  private int status(String method, String path, String who) throws IOException {
    return RawHttp.send(
            admin.adminPort(),
            method + " " + path + " HTTP/1.1",
            "Host: localhost",
            "Content-Length: 0",
            who)
        .status();
  }

  private static String header(String token) {
    return "Authorization: Bearer " + token;
  }

  private Path artifacts() {
    return directory.resolve("state").resolve("artifacts");
  }
}
