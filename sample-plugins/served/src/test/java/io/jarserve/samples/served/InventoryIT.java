package io.jarserve.samples.served;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.json.Json;
import io.jarserve.server.json.Problem;
import io.jarserve.testkit.JarserveClient;
import io.jarserve.testkit.JarserveTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The inventory as it is dropped, its database and all: what routes do for it. */
@JarserveTest(jars = "../inventory/target/inventory.jar")
@Timeout(300)
class InventoryIT {

  @Test
  void openApi_always_describesPathsAndRecords(JarserveClient http) {
    HttpResponse<String> document = http.get("/inventory/openapi.json");

    assertThat(document.statusCode()).isEqualTo(200);
    assertThat(document.body())
        .contains("\"openapi\":\"3.1", "\"title\":\"Inventory\"", "\"url\":\"/inventory\"")
        .contains("\"/{sku}\"", "\"below\"", "\"All items, or those that run low\"")
        .contains("\"quantity\"", "\"201\"");
  }

  @Test
  void item_fromAddedToRemoved_isServed(JarserveClient http) {
    HttpResponse<String> added = http.postJson("/inventory", item("tea", 4));
    assertThat(added.statusCode()).isEqualTo(201);
    assertThat(added.headers().firstValue("Location")).hasValue("/inventory/tea");
    assertThat(http.postJson("/inventory", item("tea", 4)).statusCode()).isEqualTo(409);

    assertThat(http.get("/inventory?below=5").body()).isEqualTo("[" + item("tea", 4) + "]");
    assertThat(http.get("/inventory?below=4").body()).isEqualTo("[]");
    assertThat(send(http, "DELETE", "/inventory/tea", "").statusCode()).isEqualTo(204);
    assertThat(http.get("/inventory/tea").statusCode()).isEqualTo(404);
  }

  @Test
  void item_thatBreaksARule_isRefusedWithThatRule(JarserveClient http) {
    Problem outOfRange = problem(http.postJson("/inventory", item("tea", -1)));
    Problem missing = problem(send(http, "PUT", "/inventory/tea", "{\"name\": \"Tea\"}"));
    Problem unknown =
        problem(http.postJson("/inventory", item("tea", 1).replace("}", ",\"quantty\":2}")));
    Problem path = problem(http.get("/inventory/a%20b"));

    assertThat(outOfRange.detail()).contains("quantity must be at least 0 but is -1");
    assertThat(missing.field()).isEqualTo("quantity");
    assertThat(unknown.detail()).contains("did you mean 'quantity'?");
    assertThat(path.field()).isEqualTo("sku");
  }

  private static Problem problem(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    return Json.read(answer.body().getBytes(StandardCharsets.UTF_8), Problem.class);
  }

  private static HttpResponse<String> send(
      JarserveClient http, String method, String path, String body) {
    return http.send(http.request(path).method(method, BodyPublishers.ofString(body)));
  }

  private static String item(String sku, int quantity) {
    return "{\"sku\":\"%s\",\"name\":\"Tea\",\"quantity\":%d}".formatted(sku, quantity);
  }
}
