package io.jarserve.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.joran.spi.JoranException;
import io.jarserve.server.replica.SmallNode;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.Wire;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Log lines in the form that the server's own configuration gives them. */
@Timeout(300)
class ReplicaConverterTest {

  private final List<String> lines = new CopyOnWriteArrayList<>();

  @TempDir Path dir;

  @Test
  void convert_whileAReplicaWorks_marksTheLineWithReplicaAndRequest() throws Exception {
    var logger = (ch.qos.logback.classic.Logger) LoggerFactory.getLogger("demo");
    Lines appender = new Lines(ownEncoder());
    appender.start();
    logger.addAppender(appender);
    try (SmallNode node = new SmallNode(dir)) {
      node.run("app", jar(), Map.of());
      Wire.get(node.port(), "/app", "X-Request-Id: q42");
      logOutside(logger);
    } finally {
      logger.detachAppender(appender);
    }

    assertThat(lines)
        .extracting(line -> line.substring(line.indexOf("demo") + 4).strip())
        .containsExactly(
            "[app#Main#a] from start",
            "[app#Main#a q42] from handle",
            "[app#Main#a q42] from a task",
            "from elsewhere",
            "[app#Main#a] from stop");
  }

  private static void logOutside(Logger logger) {
    logger.warn("from elsewhere");
  }

  /** As a server that is started has it. */
  private static Encoder<ILoggingEvent> ownEncoder() throws JoranException {
    LoggerContext context = new LoggerContext();
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(ServeNode.class.getResource("/logback.xml"));
    var console = context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("CONSOLE");
    return ((ConsoleAppender<ILoggingEvent>) console).getEncoder();
  }

  /** Encodes on the thread that logs, as appenders for consoles and files do. */
  private final class Lines extends UnsynchronizedAppenderBase<ILoggingEvent> {
    private final Encoder<ILoggingEvent> encoder;

    Lines(Encoder<ILoggingEvent> encoder) {
      this.encoder = encoder;
    }

    @Override
    protected void append(ILoggingEvent event) {
      lines.add(new String(encoder.encode(event), StandardCharsets.UTF_8).strip());
    }
  }

  private static PluginJars jar() {
    return PluginJars.jar("app", "1.0")
        .deployment(
            "demo.Main",
            "",
            """
            private static final org.slf4j.Logger LOG = org.slf4j.LoggerFactory.getLogger("demo");
            private ReplicaContext context;
            @Override public void start(ReplicaContext given) {
              context = given;
              LOG.warn("from start");
            }
            public Response handle(Request r) throws Exception {
              LOG.warn("from handle");
              context.executor().submit(() -> LOG.warn("from a task")).get();
              return Response.empty(204);
            }
            @Override public void stop() { LOG.warn("from stop"); }
            """);
  }
}
