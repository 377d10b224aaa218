package io.jarserve.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.json.Problem;
import io.jarserve.server.metrics.Meters;
import io.jarserve.server.model.DeploymentId;
import io.jarserve.server.model.DeploymentSpec;
import io.jarserve.server.model.Digest;
import io.jarserve.server.model.OptionKey;
import io.jarserve.server.model.Options;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.plan.Assignment;
import io.jarserve.server.plan.ServingPlan;
import io.jarserve.server.routing.Exchange;
import io.jarserve.server.routing.Router;
import io.jarserve.server.routing.Target;
import io.jarserve.server.testing.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.http.HttpField;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
class ProxyServerTest {

  private static final DeploymentId SHOP = new DeploymentId("shop", "Cart");

  private final Router router = new Router(new Meters());
  private final AtomicReference<Readiness> readiness = new AtomicReference<>(Readiness.READY);
  private final AtomicReference<@Nullable Exchange> taken = new AtomicReference<>();
  private final ProxyServer proxy = new ProxyServer("127.0.0.1", 0, router, readiness::get);

  @BeforeEach
  void start() throws IOException {
    proxy.start();
    serve(Map.of());
  }

  @AfterEach
  void stop() {
    answer();
    proxy.close();
  }

  @Test
  void healthz_ready_isSuccess() throws Exception {
    Wire.Answer answer = Wire.get(proxy.port(), "/-/healthz");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("success");
    assertThat(answer.headers()).doesNotContainKey("Server");
  }

  @Test
  void healthz_notReady_saysWhatIsAwaited() throws Exception {
    readiness.set(new Readiness(false, "waiting for shop"));

    Problem problem = Wire.get(proxy.port(), "/-/healthz").assertProblem(503, "not_ready");

    assertThat(problem.detail()).isEqualTo("waiting for shop");
  }

  @Test
  void routes_always_listsPrefixesAndApplications() throws Exception {
    Wire.Answer answer = Wire.get(proxy.port(), "/-/routes");

    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.body()).isEqualTo("{\"/\":\"shop\",\"/cart\":\"shop\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/-/", "/-/other", "/-/healthz/x", "/a/../-/nothing"})
  void ownPath_unknown_is404AndNeverADeployments(String path) throws Exception {
    Wire.get(proxy.port(), path).assertProblem(404, "no_route");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a%2fb", "/a/%2e%2e/b", "/a;x/..;/b", "//a", "/%zz"})
  void request_ambiguousPath_is400(String path) throws Exception {
    Wire.get(proxy.port(), path, "X-Request-Id: q1").assertProblem(400, "bad_request");
  }

  @Test
  void request_thatIsNoHttp_is400() throws Exception {
    try (Wire wire = new Wire(proxy.port())) {
      wire.raw("nonsense\r\n\r\n");
      wire.receive().assertProblem(400, "bad_request");
      assertThat(wire.isClosedByServer()).isTrue();
    }
  }

  @Test
  void request_headersOverTheLimit_is431() throws Exception {
    Wire.get(proxy.port(), "/", "X-Big: " + "x".repeat(20_000)).assertProblem(431, "bad_request");
  }

  @Test
  void request_largeHeaders_areFine() throws Exception {
    try (Wire wire = new Wire(proxy.port())) {
      wire.send("GET", "/cart", "", "X-Big: " + "x".repeat(12_000));
      await().until(() -> taken.get() != null);
      answer();
      assertThat(wire.receive().status()).isEqualTo(200);
    }
  }

  @Test
  void start_portIsTaken_saysWhichAndWhatToDo() {
    ProxyServer second = new ProxyServer("127.0.0.1", proxy.port(), router, () -> Readiness.READY);

    assertThatThrownBy(second::start)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("127.0.0.1:" + proxy.port())
        .hasMessageContaining("--http-port");
  }

  @Test
  void close_requestUnderWay_isFinishedAndNewOnesAreRefused() throws Exception {
    try (Wire underWay = new Wire(proxy.port());
        Wire other = new Wire(proxy.port())) {
      underWay.send("GET", "/cart", "");
      await().until(() -> taken.get() != null);
      CompletableFuture<Void> closed = CompletableFuture.runAsync(proxy::close);
      await().until(proxy::isClosing);

      other.send("GET", "/cart", "");
      Wire.Answer refused = other.receive();
      refused.assertProblem(503, "shutting_down");
      assertThat(refused.header("Connection")).isEqualTo("close");
      assertThat(closed).isNotDone();

      answer();
      assertThat(underWay.receive().status()).isEqualTo(200);
      closed.get(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void close_requestLongerThanItsGrace_isCutShort() throws Exception {
    serve(Map.of(OptionKey.GRACEFUL_SHUTDOWN_TIMEOUT_S, 0.3));
    try (Wire underWay = new Wire(proxy.port());
        Wire waiting = new Wire(proxy.port())) {
      underWay.send("GET", "/cart", "");
      await().until(() -> taken.get() != null);
      waiting.send("GET", "/cart", "");
      await().until(() -> router.queued(SHOP) == 1);
      long begun = System.nanoTime();
      proxy.close();

      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(300));
      underWay.receive().assertProblem(503, "shutting_down");
      waiting.receive().assertProblem(503, "shutting_down");
    }
  }

  @Test
  void close_whileRequestsFinish_isNotReady() throws Exception {
    try (Wire underWay = new Wire(proxy.port());
        Wire probe = new Wire(proxy.port())) {
      underWay.send("GET", "/cart", "");
      await().until(() -> taken.get() != null);
      proxy.refuse();

      probe.send("GET", "/-/healthz", "");
      probe.receive().assertProblem(503, "not_ready");
    }
  }

  @Test
  void start_afterClose_doesNotOpen() throws Exception {
    ProxyServer late = new ProxyServer("127.0.0.1", 0, router, () -> Readiness.READY);
    late.close();
    late.start();
    assertThat(late.isOpen()).isFalse();
  }

  private void serve(Map<OptionKey, ?> options) {
    ReplicaId id = new ReplicaId(SHOP, "a");
    DeploymentSpec spec = new DeploymentSpec("Cart", "shop.Cart", Options.defaults().with(options));
    Assignment assignment = new Assignment(id, 1, "1.0", new Digest("0".repeat(64)), spec);
    router.follow(new ServingPlan(1, Map.of(id, assignment), Map.of("/cart", SHOP, "/", SHOP)));
    router.serve(SHOP, List.of(new Keeper(id)));
  }

  private void answer() {
    Exchange exchange = taken.getAndSet(null);
    if (exchange != null && exchange.claim()) {
      exchange.send(200, new HttpField[0], ByteBuffer.wrap(new byte[3]));
    }
  }

  /** Keeps what it took until the test answers it. */
  private final class Keeper implements Target {
    private final ReplicaId id;

    Keeper(ReplicaId id) {
      this.id = id;
    }

    @Override
    public ReplicaId id() {
      return id;
    }

    @Override
    public boolean offer(Exchange exchange) {
      return taken.compareAndSet(null, exchange);
    }

    @Override
    public int ongoing() {
      return taken.get() == null ? 0 : 1;
    }
  }
}
