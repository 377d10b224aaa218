package io.jarserve.samples.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarserve.api.RequestException;
import io.jarserve.api.Response;
import io.jarserve.samples.testing.Bodies;
import io.jarserve.samples.testing.TestContext;
import io.jarserve.samples.testing.TestIndex;
import io.jarserve.samples.testing.TestRequest;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InventoryTest {

  @TempDir Path dir;

  private Inventory inventory = new Inventory();

  @BeforeEach
  void start() throws SQLException {
    inventory.start(config());
  }

  @AfterEach
  void stop() throws SQLException {
    inventory.stop();
  }

  @Test
  void handle_ofAnItemsLife_addsFindsChangesAndRemovesIt() throws Exception {
    assertThat(send("POST", "/", "{'sku':'tea','name':'Tea','quantity':4}"))
        .contains("'quantity':4");
    assertThat(send("GET", "/tea", "")).contains("'name':'Tea'");
    assertThat(send("PUT", "/tea", "{'name':'Green tea','quantity':3}")).contains("'sku':'tea'");
    assertThat(send("GET", "/", "")).contains("Green tea");
    send("DELETE", "/tea", "");
    assertThat(send("GET", "/", "")).isEqualTo("[]");
  }

  @Test
  void handle_ofASecondItemWithOneSku_isAConflict() throws Exception {
    send("POST", "/", "{'sku':'tea','name':'Tea','quantity':4}");

    assertStatus(409, "POST", "/", "{'sku':'tea','name':'Tea','quantity':4}");
  }

  @Test
  void handle_ofWhatIsNotThere_isNotFound() {
    assertStatus(404, "GET", "/tea", "");
    assertStatus(404, "PUT", "/tea", "{'name':'Tea','quantity':1}");
    assertStatus(404, "DELETE", "/tea", "");
  }

  @Test
  void handle_ofAnItemOutOfRange_namesFieldAndValue() {
    assertThatThrownBy(() -> send("POST", "/", "{'sku':'tea','name':'Tea','quantity':-1}"))
        .hasMessageContaining("quantity must be at least 0 but is -1");
    assertThatThrownBy(() -> send("PUT", "/tea", "{'name':'','quantity':1}"))
        .hasMessageContaining("name must have 1 to 200 characters");
    assertThatThrownBy(() -> send("GET", "/a b", ""))
        .hasMessage("path parameter 'sku' must be " + Item.SKU + " but is 'a b'");
  }

  @Test
  void handle_ofAListBelowAQuantity_givesWhatRunsLow() throws Exception {
    send("POST", "/", "{'sku':'tea','name':'Tea','quantity':4}");
    send("POST", "/", "{'sku':'mug','name':'Mug','quantity':2}");

    Response few = inventory.handle(TestRequest.get("/").withQuery("below", "4"));

    assertThat(Bodies.text(few)).contains("mug").doesNotContain("tea");
  }

  @Test
  void start_onTheFileOfAStoppedReplica_findsItsItems() throws Exception {
    send("POST", "/", "{'sku':'tea','name':'Tea','quantity':4}");
    inventory.stop();

    inventory = new Inventory();
    inventory.start(config());

    assertThat(send("GET", "/tea", "")).contains("'quantity':4");
  }

  @Test
  void checkHealth_onAGoneDatabase_throws() throws Exception {
    inventory.checkHealth();
    inventory.stop();

    assertThatThrownBy(inventory::checkHealth).isInstanceOf(Exception.class);
    inventory = new Inventory();
  }

  @Test
  void start_withoutAPath_servesFromMemory() throws Exception {
    Inventory other = new Inventory();
    other.start(new TestContext("r"));

    other.checkHealth();
    assertThat(Bodies.text(other.handle(TestRequest.get("/")))).isEqualTo("[]");
    other.stop();
  }

  @Test
  void compile_always_indexesTheDeployment() {
    assertThat(TestIndex.classNames(Inventory.class)).containsExactly(Inventory.class.getName());
  }

  private TestContext config() {
    return new TestContext("r", Map.of("path", dir.resolve("stock").toString()));
  }

  private String send(String method, String path, String json) throws Exception {
    TestRequest request = TestRequest.of(method, path).withBody(json.replace('\'', '"'));
    return Bodies.text(inventory.handle(request)).replace('"', '\'');
  }

  private void assertStatus(int status, String method, String path, String json) {
    assertThatThrownBy(() -> send(method, path, json))
        .isInstanceOfSatisfying(
            RequestException.class, e -> assertThat(e.status()).isEqualTo(status));
  }
}
