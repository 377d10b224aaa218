package io.jarserve.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.testing.Wire;
import java.io.IOException;
import java.time.Duration;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When connections are closed because nothing happens on them. */
@Timeout(300)
class ProxyEndPointTest {

  private static final Duration IDLE = Duration.ofMillis(800);

  private final Server server = new Server();
  private final ServerConnector connector =
      new ProxyConnector(server, new ProxyConnections(new HttpConfiguration()));

  @BeforeEach
  void start() throws Exception {
    connector.setHost("127.0.0.1");
    connector.setIdleTimeout(IDLE.toMillis());
    server.addConnector(connector);
    server.setHandler(new Empty());
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  @Test
  void connection_nothingAfterAnAnswer_isClosedOnceItWasIdleForLong() throws Exception {
    try (Wire wire = new Wire(connector.getLocalPort())) {
      long asked = System.nanoTime();
      wire.send("GET", "/", "");
      assertThat(wire.receive().status()).isEqualTo(204);

      assertThat(wire.isClosedByServer()).isTrue();
      assertThat(since(asked)).isGreaterThanOrEqualTo(IDLE);
    }
  }

  @Test
  void connection_nothingAtAll_isClosed() throws Exception {
    try (Wire wire = new Wire(connector.getLocalPort())) {
      assertThat(wire.isClosedByServer()).isTrue();
    }
  }

  /** Asks for three times as long; where this machine was too slow for it, the gap tells so. */
  @Test
  void connection_inUseForLongerThanTheTimeout_staysOpen() throws Exception {
    try (Wire wire = new Wire(connector.getLocalPort())) {
      long began = System.nanoTime();
      long last = began;
      Duration gap = Duration.ZERO;
      while (gap.compareTo(IDLE) < 0 && since(began).compareTo(IDLE.multipliedBy(3)) < 0) {
        boolean answered = answers(wire);
        gap = since(last).compareTo(gap) > 0 ? since(last) : gap;
        last = System.nanoTime();
        assertThat(answered || gap.compareTo(IDLE) >= 0)
            .as("open, although the longest time between two requests was %s", gap)
            .isTrue();
      }
    }
  }

  private static boolean answers(Wire wire) {
    try {
      wire.send("GET", "/", "");
      return wire.receive().status() == 204;
    } catch (IOException closed) {
      return false;
    }
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static final class Empty extends Handler.Abstract.NonBlocking {

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      response.setStatus(204);
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, 0);
      callback.succeeded();
      return true;
    }
  }
}
