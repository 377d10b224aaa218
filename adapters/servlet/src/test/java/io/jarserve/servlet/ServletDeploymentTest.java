package io.jarserve.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.RequestException;
import io.jarserve.api.Response;
import io.jarserve.samples.testing.Answered;
import io.jarserve.samples.testing.TestContext;
import io.jarserve.samples.testing.TestRequest;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.ee11.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class ServletDeploymentTest {

  private final Deployment deployment = new Everything();

  /** With a filter and an error page. */
  @DeploymentOptions(routePrefix = "/all")
  static final class Everything extends ServletDeployment {
    Everything() {
      super(EverythingServlet.class);
    }

    @Override
    protected void configure(ServletContextHandler context) {
      FilterHolder filter =
          new FilterHolder(
              (request, response, chain) -> {
                ((HttpServletResponse) response).setHeader("X-Filtered", "yes");
                chain.doFilter(request, response);
              });
      filter.setAsyncSupported(true);
      context.addFilter(filter, "/*", EnumSet.of(DispatcherType.REQUEST));
      ErrorPageErrorHandler pages = new ErrorPageErrorHandler();
      pages.addErrorPage(UnsupportedOperationException.class, "/error-page");
      context.setErrorHandler(pages);
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
    TestRequest request = TestRequest.get("/where/x y").withRaw("/where/x%20y;v=1", "q=%7B");

    assertThat(ask(request).text())
        .isEqualTo("http://localhost/all/where/x%20y;v=1 q=%7B /all  /where/x y { false HTTP/1.1");
  }

  @Test
  void handle_operatorMovedIt_saysThePrefixThatTheRequestCameBy() throws Exception {
    TestRequest request = TestRequest.get("/where/x y").withRaw("/where/x%20y", "q=1");

    assertThat(Answered.of(deployment.handle(request.under("/moved to"))).text())
        .isEqualTo(
            "http://localhost/moved%20to/where/x%20y q=1 /moved%20to  /where/x y 1 false HTTP/1.1");
    assertThat(Answered.of(deployment.handle(request)).text())
        .isEqualTo("http://localhost/where/x%20y q=1   /where/x y 1 false HTTP/1.1");
    TestRequest redirect = TestRequest.get("/redirect-near").under("/moved");
    assertThat(Answered.of(deployment.handle(redirect)).header("Location"))
        .endsWith("/moved/elsewhere");
  }

  @Test
  void handle_headersAndFilters_goBothWays() throws Exception {
    Answered answer = ask(TestRequest.get("/headers").withHeader("X-A", "a"));

    assertThat(answer.text()).isEqualTo("[a]");
    assertThat(answer.header("X-Filtered")).isEqualTo("yes");
    assertThat(answer.head().headers())
        .filteredOn(header -> header.name().equals("X-B"))
        .extracting(Response.Header::value)
        .containsExactly("one", "two");
  }

  @Test
  void handle_replica_isAnAttributeOfTheContext() throws Exception {
    assertThat(ask(TestRequest.get("/replica")).text()).isEqualTo("replica-7");
  }

  @Test
  void handle_body_goesInAndOut() throws Exception {
    TestRequest form =
        TestRequest.of("POST", "/form")
            .withHeader("Content-Type", "application/x-www-form-urlencoded")
            .withBody("name=Zo%C3%AB");
    assertThat(ask(form).text()).isEqualTo("Zoë");
    byte[] large = new byte[3_000_000];
    assertThat(ask(TestRequest.of("POST", "/copy").withBody(large)).bytes()).isEqualTo(large);
  }

  @Test
  void handle_statusWithoutBody_hasNone() throws Exception {
    assertThat(ask(TestRequest.get("/nothing")).status()).isEqualTo(204);
    Answered redirect = ask(TestRequest.get("/redirect"));
    assertThat(redirect.status()).isEqualTo(302);
    assertThat(redirect.header("Location")).endsWith("/elsewhere");
    assertThat(ask(TestRequest.of("HEAD", "/any")).status()).isEqualTo(200);
  }

  @Test
  void handle_sendError_isJettysPage() throws Exception {
    Answered answer = ask(TestRequest.get("/missing"));

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text()).contains("it is lost");
    assertThat(ask(TestRequest.of("TRACEROUTE", "/any")).status()).isEqualTo(501);
  }

  @Test
  void handle_exception_isThrownAsItIs() {
    assertThatThrownBy(() -> ask(TestRequest.get("/throw")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("boom");
    assertThatThrownBy(() -> ask(TestRequest.get("/wrapped")))
        .isInstanceOfSatisfying(RequestException.class, e -> assertThat(e.status()).isEqualTo(413));
    assertThatThrownBy(() -> ask(TestRequest.get("/breaks"))).hasStackTraceContaining("snap");
  }

  @Test
  void handle_exceptionWithAnErrorPage_getsThatPage() throws Exception {
    Answered answer = ask(TestRequest.get("/known"));

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.text()).isEqualTo("a page of its own");
  }

  @Test
  void handle_asynchronousServlet_isWaitedFor() throws Exception {
    assertThat(ask(TestRequest.get("/later")).text()).isEqualTo("later");
    assertThat(statusOf("/fails-later")).isEqualTo(500);
  }

  @Test
  void handle_interruptedWhileWaiting_ends() {
    AtomicReference<Object> ended = new AtomicReference<>();
    Thread waiting =
        new Thread(
            () -> {
              try {
                ended.set(ask(TestRequest.get("/never")));
              } catch (Exception e) {
                ended.set(e);
              }
            });
    waiting.start();
    await().atMost(Duration.ofSeconds(60)).until(() -> waiting.getState() == Thread.State.WAITING);

    waiting.interrupt();

    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(ended.get()).isInstanceOf(InterruptedException.class));
  }

  @Test
  void handle_beforeStart_saysWhatIsMissing() {
    assertThatThrownBy(() -> new Everything().handle(TestRequest.get("/")))
        .hasMessageContaining("super.start(context)");
  }

  @Test
  void stop_always_destroysServletsAndEndsThreads() throws Exception {
    ask(TestRequest.get("/later"));
    assertThat(EverythingServlet.LIVING).hasValue(1);

    deployment.stop();

    assertThat(EverythingServlet.LIVING).hasValue(0);
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .noneMatch(thread -> thread.getName().startsWith("servlet")));
  }

  private int statusOf(String path) throws Exception {
    try {
      return ask(TestRequest.get(path)).status();
    } catch (IllegalStateException | java.io.IOException failed) {
      return 500;
    }
  }

  private Answered ask(TestRequest request) throws Exception {
    return Answered.of(deployment.handle(request.under("/all")));
  }
}
