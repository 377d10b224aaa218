package io.jarserve.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.jarserve.api.Deployment;
import io.jarserve.api.Request;
import io.jarserve.api.RequestException;
import io.jarserve.samples.testing.Answered;
import io.jarserve.samples.testing.TestContext;
import io.jarserve.samples.testing.TestRequest;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class JaxRsDeploymentTest {

  private Deployment deployment = new Resources();

  /** Without a mapper of its own. */
  static final class Resources extends JaxRsDeployment {
    Resources() {
      super(Everything.class);
    }
  }

  /** With a mapper that takes everything. */
  static final class Mapped extends JaxRsDeployment {
    Mapped() {
      super(Everything.class, TakesAll.class);
    }
  }

  /** Behind a path of its own. */
  static final class Behind extends JaxRsDeployment {
    Behind() {
      super(new Api());
    }
  }

  @ApplicationPath("/api/")
  private static final class Api extends Application {
    @Override
    public Set<Class<?>> getClasses() {
      return Set.of(Everything.class);
    }
  }

  /** Takes everything. */
  public static final class TakesAll implements ExceptionMapper<Throwable> {
    @Override
    public Response toResponse(Throwable thrown) {
      return Response.status(418).entity("taken: " + thrown.getMessage()).build();
    }
  }

  @BeforeEach
  void start() throws Exception {
    deployment.start(new TestContext("replica-7"));
  }

  @AfterEach
  void stop() throws Exception {
    deployment.stop();
  }

  @Test
  void handle_address_isThatOfTheClient() throws Exception {
    TestRequest request =
        TestRequest.get("/all/where/x y")
            .withRaw("/all/where/x%20y;v=1", "q=%7B&q={")
            .under("/pre");

    assertThat(Answered.of(deployment.handle(request)).text())
        .isEqualTo(
            "x y 1 [{, {] http://localhost/pre/ all/where/x y;v=1"
                + " http://localhost/pre/all/where/x%20y;v=1?q=%7B&q=%7B false");
  }

  @Test
  void handle_headers_goBothWays() throws Exception {
    Answered answer = ask(TestRequest.get("/all/headers").withHeader("X-A", "a"));

    assertThat(answer.text()).isEqualTo("[a]");
    assertThat(answer.head().headers())
        .filteredOn(header -> header.name().equals("X-B"))
        .extracting(io.jarserve.api.Response.Header::value)
        .containsExactly("one", "two");
  }

  @Test
  void handle_context_isInjected() throws Exception {
    assertThat(ask(TestRequest.get("/all/replica")).text()).isEqualTo("replica-7");
  }

  @Test
  void handle_body_goesInAndOut() throws Exception {
    assertThat(ask(TestRequest.of("POST", "/all/echo").withBody("Zoë")).text()).isEqualTo("Zoë");
    byte[] large = new byte[3_000_000];
    assertThat(ask(TestRequest.of("POST", "/all/copy").withBody(large)).bytes()).isEqualTo(large);
  }

  @Test
  void handle_nothing_is204() throws Exception {
    assertThat(ask(TestRequest.get("/all/nothing")).status()).isEqualTo(204);
  }

  @Test
  void handle_unknownPathOrMethod_isJerseysAnswer() throws Exception {
    assertThat(ask(TestRequest.get("/nowhere")).status()).isEqualTo(404);
    Answered answer = ask(TestRequest.of("DELETE", "/all/echo"));
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("Allow")).contains("POST");
    assertThat(ask(TestRequest.get("/all/bad")).status()).isEqualTo(400);
  }

  @Test
  void handle_head_saysTheLength() throws Exception {
    Answered answer = ask(TestRequest.of("HEAD", "/all/replica"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Length")).isEqualTo("9");
    assertThat(answer.bytes()).isEmpty();
  }

  @Test
  void handle_unmappedException_isThrownAsItIs() {
    assertThatThrownBy(() -> ask(TestRequest.get("/all/throw")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("boom");
    assertThatThrownBy(() -> ask(TestRequest.get("/all/error")))
        .isInstanceOf(AssertionError.class)
        .hasMessage("bang");
    assertThatThrownBy(() -> ask(TestRequest.get("/all/fails-later")))
        .hasStackTraceContaining("late boom");
    assertThatThrownBy(() -> ask(TestRequest.get("/all/refuse")))
        .isInstanceOfSatisfying(RequestException.class, e -> assertThat(e.status()).isEqualTo(413));
  }

  @Test
  void handle_exceptionWithAMapper_isMapped() throws Exception {
    deployment.stop();
    deployment = new Mapped();
    deployment.start(new TestContext("r"));

    Answered answer = ask(TestRequest.get("/all/throw"));

    assertThat(answer.status()).isEqualTo(418);
    assertThat(answer.text()).isEqualTo("taken: boom");
  }

  @Test
  void handle_streamThatBreaks_throws() {
    assertThatThrownBy(() -> ask(TestRequest.get("/all/breaks"))).hasStackTraceContaining("snap");
  }

  @Test
  void handle_asynchronousResource_isWaitedFor() throws Exception {
    assertThat(ask(TestRequest.get("/all/later")).text()).isEqualTo("later");
    assertThat(ask(TestRequest.get("/all/timeout")).status()).isEqualTo(503);
    assertThat(ask(TestRequest.get("/all/handled")).text()).isEqualTo("handled");
  }

  @Test
  void handle_interruptedWhileWaiting_ends() {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread waiting = new Thread(() -> thrown.set(thrownBy("/all/never")));
    waiting.start();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> waiting.getState() == Thread.State.TIMED_WAITING);

    waiting.interrupt();

    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(thrown.get()).isInstanceOf(InterruptedException.class));
  }

  @Test
  void handle_behindAnApplicationPath_answersBelowItOnly() throws Exception {
    deployment.stop();
    deployment = new Behind();
    deployment.start(new TestContext("r"));

    assertThat(ask(TestRequest.get("/api/all/replica")).text()).isEqualTo("r");
    for (String path : new String[] {"/all/replica", "/apix/all/replica", "/"}) {
      assertThatThrownBy(() -> ask(TestRequest.get(path)))
          .isInstanceOfSatisfying(
              RequestException.class, e -> assertThat(e.status()).isEqualTo(404));
    }
    assertThat(ask(TestRequest.get("/api")).status()).isEqualTo(404);
  }

  @Test
  void handle_beforeStart_saysWhatIsMissing() {
    assertThatThrownBy(() -> new Resources().handle(TestRequest.get("/")))
        .hasMessageContaining("super.start(context)");
  }

  @Test
  void stop_always_destroysSingletons() throws Exception {
    ask(TestRequest.get("/all/replica"));
    int before = Everything.DESTROYED.get();

    deployment.stop();

    assertThat(Everything.DESTROYED.get()).isEqualTo(before + 1);
    deployment = new Resources();
    deployment.start(new TestContext("r"));
  }

  private Answered ask(Request request) throws Exception {
    return Answered.of(deployment.handle(request));
  }

  private Throwable thrownBy(String path) {
    try {
      return new AssertionError("answered: " + ask(TestRequest.get(path)));
    } catch (Throwable thrown) {
      return thrown;
    }
  }
}
