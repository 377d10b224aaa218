package io.jarserve.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.Request;
import io.jarserve.api.Response;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@JarserveTest({TimeTest.Checked.class, TimeTest.Stuck.class, Sleeper.class})
@Timeout(300)
class TimeTest {

  @Served private JarserveServer server;

  /** Counts its checks. */
  @DeploymentOptions(routePrefix = "/checked")
  public static final class Checked implements Deployment {
    private final AtomicInteger checks = new AtomicInteger();

    @Override
    public void checkHealth() {
      checks.incrementAndGet();
    }

    @Override
    public Response handle(Request request) {
      return Response.text("checked");
    }
  }

  /** Can be made to hang in its check. */
  @DeploymentOptions(routePrefix = "/stuck", healthCheckFailureThreshold = 1)
  public static final class Stuck implements Deployment {
    private volatile boolean hangs;

    @Override
    public void checkHealth() throws InterruptedException {
      if (hangs) {
        new CountDownLatch(1).await();
      }
    }

    @Override
    public Response handle(Request request) {
      return Response.text("not stuck");
    }
  }

  @Test
  void advance_byAnHour_goesThroughEveryHealthCheckOfIt() {
    Checked checked = server.instance(Checked.class);
    int before = checked.checks.get();

    server.advance(Duration.ofHours(1));

    // every 10 s, give or take a tenth, and the timers' ticks
    assertThat(checked.checks.get() - before).isBetween(320, 400);
    assertThat(server.instance(Checked.class)).isSameAs(checked);
  }

  @Test
  void advance_overTheTimeLimitOfARequest_endsIt() throws Exception {
    CompletableFuture<HttpResponse<String>> answer =
        CompletableFuture.supplyAsync(() -> server.http().get("/sleep"));
    server.instance(Sleeper.class).awaitAsleep();

    server.advance(Duration.ofSeconds(61));

    assertThat(answer.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(504);
  }

  @Test
  void advance_overTheTimeLimitOfACheck_givesTheReplicaUp() {
    Stuck before = server.instance(Stuck.class);
    before.hangs = true;

    server.advance(Duration.ofSeconds(45));

    server.awaitRunning();
    assertThat(server.instance(Stuck.class)).isNotSameAs(before);
    assertThat(server.status().applications().get("test").lastError().message())
        .contains("checkHealth did not return within 30.0 s");
  }

  @Test
  void killReplica_withRequestsUnderWay_breaksThemOff() throws Exception {
    CompletableFuture<HttpResponse<String>> answer =
        CompletableFuture.supplyAsync(() -> server.http().get("/sleep"));
    server.instance(Sleeper.class).awaitAsleep();

    server.killReplica("Sleeper");

    assertThat(answer.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(503);
  }

  @Test
  void advance_backwards_isRefused() {
    assertThatThrownBy(() -> server.advance(Duration.ofSeconds(-1)))
        .hasMessageContaining("time only goes forward");
  }
}
