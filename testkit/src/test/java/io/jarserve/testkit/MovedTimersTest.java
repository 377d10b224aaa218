package io.jarserve.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.api.BatchOptions;
import io.jarserve.api.Batcher;
import io.jarserve.api.CurrentRequest;
import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.ReplicaContext;
import io.jarserve.api.Request;
import io.jarserve.api.Response;
import io.jarserve.api.WebSocketListener;
import io.jarserve.api.WebSocketOptions;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What waits in the middle of a request, a batch or a connection goes by the moved time too. */
@JarserveTest({
  MovedTimersTest.Patient.class,
  MovedTimersTest.Batched.class,
  MovedTimersTest.Ticker.class,
  MovedTimersTest.Talk.class
})
@Timeout(300)
class MovedTimersTest {

  /** Tells how much time its request has left, when it is let. */
  @DeploymentOptions(routePrefix = "/patient", requestTimeout = "60s")
  public static final class Patient implements Deployment {
    private final Semaphore begun = new Semaphore(0);
    private final Semaphore let = new Semaphore(0);
    private ReplicaContext context;

    @Override
    public void start(ReplicaContext given) {
      context = given;
    }

    @Override
    public Response handle(Request request) throws InterruptedException {
      CurrentRequest current = context.currentRequest().orElseThrow();
      begun.release();
      let.acquire();
      return Response.json(
          List.of(
              request.timeLeft().orElseThrow().toSeconds(),
              current.timeLeft().orElseThrow().toSeconds()));
    }
  }

  /** Waits ten minutes for a second element. */
  @DeploymentOptions(routePrefix = "/batched", requestTimeout = "1h")
  public static final class Batched implements Deployment {
    private final Semaphore begun = new Semaphore(0);
    private Batcher<String, String> batcher;

    @Override
    public void start(ReplicaContext context) {
      BatchOptions options = BatchOptions.defaults().withBatchWaitTimeout(Duration.ofMinutes(10));
      batcher = context.batcher(options, batch -> batch);
    }

    @Override
    public Response handle(Request request) {
      CompletableFuture<String> result = batcher.submit(request.text()).toCompletableFuture();
      begun.release();
      return Response.async(result.thenApply(Response::text));
    }
  }

  /** Sends one event, and heartbeats every five minutes. */
  @DeploymentOptions(routePrefix = "/ticker")
  public static final class Ticker implements Deployment {
    @Override
    public Response handle(Request request) {
      return Response.events(Duration.ofMinutes(5), stream -> stream.send("now"));
    }
  }

  /** Gives a client up that is silent for a minute. */
  @DeploymentOptions(routePrefix = "/talk")
  public static final class Talk implements Deployment {
    @Override
    public Response handle(Request request) {
      return Response.webSocket(
          WebSocketOptions.DEFAULT.withIdleTimeout(Duration.ofMinutes(1)),
          new WebSocketListener() {
            @Override
            public void onText(io.jarserve.api.WebSocket socket, String text) throws Exception {
              socket.sendText(text);
            }
          });
    }
  }

  @Served private JarserveServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void advance_inARequest_movesItsDeadlineWhereverItIsAsked() throws Exception {
    Patient patient = server.instance(Patient.class);
    CompletableFuture<HttpResponse<String>> answer =
        CompletableFuture.supplyAsync(() -> server.http().get("/patient"));
    assertThat(patient.begun.tryAcquire(60, TimeUnit.SECONDS)).isTrue();

    server.advance(Duration.ofSeconds(40));
    patient.let.release();

    assertThat(answer.get(60, TimeUnit.SECONDS).body()).matches("\\[1?[0-9],1?[0-9]]");
  }

  @Test
  void advance_overTheWaitOfABatch_letsItGo() throws Exception {
    CompletableFuture<HttpResponse<String>> answer =
        CompletableFuture.supplyAsync(() -> server.http().post("/batched", "alone"));
    assertThat(server.instance(Batched.class).begun.tryAcquire(60, TimeUnit.SECONDS)).isTrue();

    server.advance(Duration.ofMinutes(10));

    assertThat(answer.get(60, TimeUnit.SECONDS).body()).isEqualTo("alone");
  }

  @Test
  void advance_overTheHeartbeatOfAnEventStream_sendsOne() throws Exception {
    URI uri = server.http().uri("/ticker");
    HttpResponse<InputStream> answer =
        client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofInputStream());
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).isEqualTo("data: now");
      assertThat(lines.readLine()).isEmpty();

      server.advance(Duration.ofMinutes(6));

      assertThat(lines.readLine()).startsWith(":");
    }
  }

  @Test
  void advance_overTheIdleTimeoutOfASocket_spareClientsThatAnswerPings() throws Exception {
    BlockingQueue<String> received = new LinkedBlockingQueue<>();
    URI uri = URI.create(server.http().uri("/talk").toString().replaceFirst("^http", "ws"));
    WebSocket socket =
        client
            .newWebSocketBuilder()
            .buildAsync(
                uri,
                new WebSocket.Listener() {
                  @Override
                  public @Nullable CompletionStage<?> onText(
                      WebSocket socket, CharSequence text, boolean last) {
                    received.add(text.toString());
                    socket.request(1);
                    return null;
                  }
                })
            .get(60, TimeUnit.SECONDS);
    socket.sendText("before", true).get(60, TimeUnit.SECONDS);
    assertThat(received.poll(60, TimeUnit.SECONDS)).isEqualTo("before");

    server.advance(Duration.ofMinutes(10));

    socket.sendText("after", true).get(60, TimeUnit.SECONDS);
    assertThat(received.poll(60, TimeUnit.SECONDS)).isEqualTo("after");
    socket.abort();
  }
}
