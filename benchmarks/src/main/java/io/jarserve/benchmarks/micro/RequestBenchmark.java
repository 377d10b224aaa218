package io.jarserve.benchmarks.micro;

import io.jarserve.benchmarks.peers.BareJetty;
import io.jarserve.server.config.ConfigKey;
import io.jarserve.server.config.ServerConfig;
import io.jarserve.server.node.ServeNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A request the whole way: through the socket, a whole server and back, with others beside it. What
 * a deployment costs is what it takes more than a bare Jetty handler of the same kind, in time and,
 * with {@code -prof gc}, in bytes; the client allocates none.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 3)
@Measurement(iterations = 4, time = 2)
@Fork(1)
@State(Scope.Benchmark)
public class RequestBenchmark {

  private static final String BARE = "bare-";

  @Param({"bare-non-blocking", "non-blocking", "json", "routed/7", "bare-blocking", "blocking"})
  public String served = "";

  private @Nullable AutoCloseable server;
  private @Nullable Lines lines;

  @Setup
  public void start() throws Exception {
    if (served.startsWith(BARE)) {
      Server jetty = BareJetty.start(0, served.endsWith("non-blocking"));
      server = jetty::stop;
      lines = new Lines(((ServerConnector) jetty.getConnectors()[0]).getLocalPort(), "/hello");
    } else {
      ServeNode node = node();
      server = node;
      lines = new Lines(node.httpPort(), "/" + served);
    }
  }

  @TearDown
  public void stop() throws Exception {
    if (lines != null) {
      lines.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @Benchmark
  @OperationsPerInvocation(Lines.COUNT)
  @SuppressWarnings("NullAway") // set up before
  public int request() throws IOException {
    return lines.ask();
  }

  private static ServeNode node() throws Exception {
    Path home = Files.createTempDirectory("jarserve-requests");
    Path deployDir = Files.createDirectories(home.resolve("deploy"));
    ServedJar.write(deployDir.resolve("served.jar"));
    return ServeNode.start(
        ServerConfig.defaults(home)
            .with(ConfigKey.DEPLOY_DIR, deployDir.toString())
            .with(ConfigKey.STATE_DIR, home.resolve("state").toString())
            .with(ConfigKey.HTTP_PORT, 0)
            .with(ConfigKey.ADMIN_PORT, 0));
  }
}
