package io.jarserve.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.logs.LogFiles;
import io.jarserve.server.logs.LogFilter;
import io.jarserve.server.logs.LogLine;
import io.jarserve.server.logs.LogReader;
import io.jarserve.server.logs.Logging;
import io.jarserve.server.model.OptionKey;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.replica.SmallNode;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What plugins log, in files: with its marks, and without holding the plugin. */
@Timeout(300)
class PluginLogsTest {

  @TempDir Path dir;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void plugin_logsItsOwnObjectsAndExceptions_isMarkedAndUnloaded(boolean nonBlocking)
      throws Exception {
    LogFiles files = new LogFiles(dir.resolve("logs"), 1_000_000, 3);
    AutoCloseable attached = Logging.toFiles(files, Marks::current);
    try (SmallNode node = new SmallNode(dir)) {
      ReplicaId id = node.run("app", jar(), Map.of(OptionKey.NON_BLOCKING, nonBlocking));
      for (int i = 0; i < 20; i++) {
        assertThat(Wire.get(node.port(), "/app", "X-Request-Id: q" + i).status()).isEqualTo(204);
      }
      node.stop(id);

      node.awaitUnloaded();
    } finally {
      attached.close();
      files.close();
    }

    assertThat(lines("q7"))
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.message()).isEqualTo("handles own argument");
              assertThat(line.logger()).isEqualTo("demo.Main");
              assertThat(line.replica()).isEqualTo("a");
              assertThat(line.fields())
                  .containsEntry("own", "own argument")
                  .containsEntry("step", "two")
                  .containsEntry("bad", "[java.lang.IllegalStateException]");
              assertThat(line.error()).contains("demo.Main$Own: own fault", "at demo.Main.handle");
            });
  }

  private List<LogLine> lines(String requestId) throws IOException {
    LogFilter filter =
        new LogFilter(
            Optional.of("app"), Optional.of("Main"), Optional.of(requestId), Optional.empty());
    List<LogLine> lines = new ArrayList<>();
    try (LogReader reader = new LogReader(dir.resolve("logs"), filter)) {
      for (LogLine line = reader.next(); line != null; line = reader.next()) {
        lines.add(line);
      }
    }
    return lines;
  }

  private static PluginJars jar() {
    return PluginJars.jar("app", "1.0")
        .deployment(
            "demo.Main",
            "",
            """
            private static final org.slf4j.Logger LOG = org.slf4j.LoggerFactory.getLogger(Main.class);
            static final class Own extends RuntimeException {
              Own() { super("own fault"); }
            }
            static final class Argument {
              @Override public String toString() { return "own argument"; }
            }
            static final class Bad {
              @Override public String toString() { throw new IllegalStateException("bad"); }
            }
            public Response handle(Request r) {
              org.slf4j.MDC.put("step", "two");
              LOG.atWarn()
                  .addKeyValue("own", new Argument())
                  .addKeyValue("bad", new Bad())
                  .setCause(new Own())
                  .log("handles {}", new Argument());
              return Response.empty(204);
            }
            """);
  }
}
