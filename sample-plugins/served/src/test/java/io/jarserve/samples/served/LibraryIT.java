package io.jarserve.samples.served;

import static org.assertj.core.api.Assertions.assertThat;

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

/** The JAX-RS application as it is dropped, Jersey and all. */
@JarserveTest(jars = "../jaxrs/target/jaxrs.jar")
@Timeout(300)
class LibraryIT {

  private static final String BOOKS = "/library/api/books";
  private static final String EMMA = "{\"isbn\":\"1\",\"title\":\"Emma\",\"year\":1815}";

  @Served private JarserveServer server;
  @Served private JarserveClient http;

  @Test
  void books_fromAddedToRemoved_areServedAsByAWar() {
    HttpResponse<String> added = http.postJson(BOOKS, EMMA);
    assertThat(added.statusCode()).isEqualTo(201);
    assertThat(header(added, "Location")).isEqualTo(http.uri(BOOKS + "/1").toString());
    assertThat(header(added, "X-Served-By")).isEqualTo("library");

    HttpResponse<String> found = http.get(BOOKS + "/1");
    assertThat(found.body()).isEqualTo(EMMA);
    assertThat(header(found, "Content-Type")).isEqualTo("application/json");
    assertThat(header(found, "Content-Length")).isEqualTo("" + EMMA.length());

    assertThat(http.get(BOOKS + "?since=1900").body()).isEqualTo("[]");
    assertThat(http.get(BOOKS + "/catalogue").body()).isEqualTo("1;Emma;1815\n");
    assertThat(delete("/1")).isEqualTo(204);
    assertThat(delete("/1")).isEqualTo(404);
  }

  @Test
  void books_wrongRequests_getTheAnswersOfJaxRs() {
    HttpResponse<String> unknown = http.get(BOOKS + "/2");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body()).isEqualTo("{\"error\":\"no book has the ISBN 2\"}");
    assertThat(http.postJson(BOOKS, "{\"isbn\":").statusCode()).isEqualTo(400);
    assertThat(postAs("text/x", EMMA)).isEqualTo(415);
    assertThat(http.get("/library/books").statusCode()).isEqualTo(404);
  }

  @Test
  void jar_replacedUnderLoad_losesNothingAndUnloads(@TempDir Path directory) {
    Versions versions = new Versions(server, "jaxrs", directory);

    versions.rollTo(
        7,
        LoadClients.wantingOk(http.uri("/").getPort()).add(4, BOOKS).add(2, BOOKS + "/catalogue"));

    versions.awaitUnloaded();
  }

  private int delete(String path) {
    return http.send(http.request(BOOKS + path).DELETE()).statusCode();
  }

  private int postAs(String contentType, String body) {
    return http.send(
            http.request(BOOKS)
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofString(body)))
        .statusCode();
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("none");
  }
}
