package io.jarserve.benchmarks.micro;

import io.jarserve.benchmarks.peers.BareJetty;
import io.jarserve.server.config.ConfigKey;
import io.jarserve.server.config.ServerConfig;
import io.jarserve.server.node.ServeNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One request after the other on one connection, the whole way: through the socket, a whole server
 * and back. What a deployment costs is what it takes more than a bare Jetty handler of the same
 * kind, in time and, with {@code -prof gc}, in bytes; the client allocates none.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 8, time = 2)
@Fork(2)
@State(Scope.Benchmark)
public class RequestBenchmark {

  private static final String BARE = "bare-";
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  @Param({"bare-non-blocking", "non-blocking", "json", "routed/7", "bare-blocking", "blocking"})
  public String served = "";

  private @Nullable AutoCloseable server;
  private @Nullable Line line;

  @Setup
  public void start() throws Exception {
    if (served.startsWith(BARE)) {
      Server jetty = BareJetty.start(0, served.endsWith("non-blocking"));
      server = jetty::stop;
      line = new Line(((ServerConnector) jetty.getConnectors()[0]).getLocalPort(), "/hello");
    } else {
      ServeNode node = node();
      server = node;
      line = line(node.httpPort(), "/" + served);
    }
  }

  @TearDown
  public void stop() throws Exception {
    if (line != null) {
      line.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @Benchmark
  @SuppressWarnings("NullAway") // set up before
  public int request() throws IOException {
    return line.ask();
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

  /** Once the deployment answers. */
  private static Line line(int port, String path) throws IOException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    for (; ; ) {
      try {
        return new Line(port, path);
      } catch (IOException notYet) {
        if (System.nanoTime() - end > 0) {
          throw notYet;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
    }
  }
}
