package io.jarserve.samples.served;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.testing.LoadClients;
import io.jarserve.testkit.JarserveClient;
import io.jarserve.testkit.JarserveServer;
import io.jarserve.testkit.JarserveTest;
import io.jarserve.testkit.Served;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The servlet as it is dropped, Jetty's servlet container and all. */
@JarserveTest(jars = "../servlet/target/servlet.jar")
@Timeout(300)
class GuestBookIT {

  private static final String BOOK = "/guestbook";

  @Served private JarserveServer server;
  @Served private JarserveClient http;

  @Test
  void entries_addedByAForm_areListed() {
    HttpResponse<String> added = post("name=Ada&text=Hello");
    assertThat(added.statusCode()).isEqualTo(302);
    assertThat(added.headers().firstValue("Location").orElse("")).endsWith(BOOK);

    HttpResponse<String> list = http.get(BOOK);
    assertThat(list.body()).isEqualTo("Ada: Hello\n");
    assertThat(list.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(list.headers().firstValue("Content-Length")).hasValue("11");
    assertThat(post("name=Ada").statusCode()).isEqualTo(400);
  }

  @Test
  void routePrefix_setByAnOperator_isTheContextPath() {
    server.options("servlet", "route_prefix: /visitors");

    await().until(() -> http.get("/visitors").statusCode() == 200);
    assertThat(post("/visitors", "name=Ada&text=Hello").headers().firstValue("Location"))
        .hasValueSatisfying(location -> assertThat(location).endsWith("/visitors"));
    server.killReplica("GuestBook");
    server.awaitRunning();
    assertThat(post("/visitors", "name=Ada&text=Hello").headers().firstValue("Location"))
        .hasValueSatisfying(location -> assertThat(location).endsWith("/visitors"));
  }

  @Test
  void jar_replacedUnderLoad_losesNothingAndUnloads(@TempDir Path directory) {
    Versions versions = new Versions(server, "servlet", directory);

    versions.rollTo(5, LoadClients.wantingOk(http.uri("/").getPort()).add(4, BOOK));

    versions.awaitUnloaded();
  }

  private HttpResponse<String> post(String form) {
    return post(BOOK, form);
  }

  private HttpResponse<String> post(String path, String form) {
    return http.send(
        http.request(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form)));
  }
}
