package io.jarserve.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.startup.Tomcat;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A peer that answers something else would be compared with something else. */
@Timeout(300)
class PeersTest {
  private static final Hello HELLO =
      new Hello("text/plain;charset=utf-8", "hello%20%3Cyou%3E%20%26%20me%0A");

  private static final Logger TOMCAT = Logger.getLogger("org.apache");

  @TempDir Path dir;

  @BeforeAll
  static void quieten() {
    TOMCAT.setLevel(Level.SEVERE);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void bareJetty_anyPath_sameAnswerEachTime(boolean nonBlocking) throws Exception {
    Server server = BareJetty.start(0, nonBlocking, HELLO);
    try {
      assertSaysHello(port(server));
    } finally {
      server.stop();
    }
  }

  @Test
  void jettyWar_anyPath_sameAnswerEachTime() throws Exception {
    Server server = JettyWar.start(0, war());
    try {
      assertSaysHello(port(server));
    } finally {
      server.stop();
    }
  }

  @Test
  void tomcatWar_anyPath_sameAnswerEachTime() throws Exception {
    Tomcat tomcat = TomcatWar.start(0, war());
    try {
      assertSaysHello(tomcat.getConnector().getLocalPort());
    } finally {
      tomcat.stop();
      tomcat.destroy();
    }
  }

  private Path war() throws IOException {
    Path war = dir.resolve("hello.war");
    HelloWar.write(war, HELLO);
    return war;
  }

  private static int port(Server server) {
    return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
  }

  private static void assertSaysHello(int port) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/hello?name=you")).build();
    for (int i = 0; i < 2; i++) {
      HttpResponse<String> answer =
          HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("hello <you> & me\n");
      assertThat(answer.headers().firstValue("content-length")).hasValue("17");
      assertThat(
              answer
                  .headers()
                  .firstValue("content-type")
                  .orElse("")
                  .toLowerCase(java.util.Locale.ROOT))
          .isEqualTo("text/plain;charset=utf-8");
      assertThat(answer.headers().firstValue("server")).isEmpty();
    }
  }
}
