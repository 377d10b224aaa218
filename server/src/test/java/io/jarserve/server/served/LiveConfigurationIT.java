package io.jarserve.server.served;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.jarserve.server.model.InstanceStatus.ReplicaView;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.TestNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * What an operator writes under user_config reaches running replicas, or the status says why not.
 */
@Timeout(300)
class LiveConfigurationIT {

  private final Logger logger = (Logger) LoggerFactory.getLogger("io.jarserve.server.replica");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @TempDir Path dir;
  private TestNode node;

  @BeforeEach
  void start() {
    lines.start();
    logger.addAppender(lines);
    node = TestNode.start(dir);
    configure("{ currency: EUR, maxItems: 20 }");
    jar().writeTo(node.deployDir().resolve("shop.jar"));
    node.awaitRunning("shop", "1.0");
  }

  @AfterEach
  void stop() {
    node.close();
    logger.detachAppender(lines);
  }

  @Test
  void userConfig_changed_isInForceWithoutARestart() {
    assertThat(answer()).isEqualTo("1 start: EUR 20");
    List<String> before = replicas();

    configure("{ currency: USD, maxItems: 5 }");

    awaitAnswer("1 start: USD 5");
    assertThat(replicas()).isEqualTo(before);
  }

  @Test
  void userConfig_refused_keepsTheOneBeforeAndSaysWhyInStatusAndLog() {
    List<String> before = replicas();

    refuse("{ currency: EUR, maxItems: 0 }", "maxItems must be at least 1 but is 0");
    refuse("{ currency: EUR, maxItems: 3, maxItem: 3 }", "unknown field 'maxItem'");

    configure("{ currency: EUR, maxItems: 21 }");
    awaitAnswer("1 start: EUR 21");
    assertThat(replicas()).isEqualTo(before);
  }

  private void refuse(String config, String why) {
    configure(config);
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> shown().contains(why) && logged().contains(why));
    assertThat(shown()).contains("user_config was rejected and the one before stays");
    assertThat(answer()).isEqualTo("1 start: EUR 20");
    assertThat(node.application("shop").deployments().get("Shop").replicas())
        .allMatch(replica -> replica.state().name().equals("RUNNING"));
  }

  private void configure(String userConfig) {
    String yaml = "deployments:\n  - name: Shop\n    user_config: " + userConfig + "\n";
    PluginJars.place(yaml.getBytes(StandardCharsets.UTF_8), node.deployDir().resolve("shop.yaml"));
  }

  private void awaitAnswer(String wanted) {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> answer().equals(wanted));
  }

  private String answer() {
    return node.get("/shop").body();
  }

  private List<String> replicas() {
    return node.application("shop").deployments().get("Shop").replicas().stream()
        .map(ReplicaView::replicaId)
        .toList();
  }

  private String shown() {
    return node.application("shop").toString();
  }

  private String logged() {
    return String.join(
        "\n", List.copyOf(lines.list).stream().map(ILoggingEvent::getFormattedMessage).toList());
  }

  private static PluginJars jar() {
    return PluginJars.jar("shop", "1.0")
        .deployment(
            "demo.Shop",
            "name = \"Shop\", routePrefix = \"/shop\"",
            """
            public record Settings(String currency, int maxItems) {
              public Settings {
                if (maxItems < 1) {
                  throw new IllegalArgumentException("maxItems must be at least 1 but is " + maxItems);
                }
              }
            }
            private int starts;
            private volatile Settings settings;
            @Override public void start(ReplicaContext context) { starts++; }
            @Override public void reconfigure(UserConfig config) { settings = config.as(Settings.class); }
            public Response handle(Request request) {
              return Response.text(starts + " start: " + settings.currency() + " " + settings.maxItems());
            }
            """);
  }
}
