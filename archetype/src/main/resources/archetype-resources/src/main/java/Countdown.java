package ${package};

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.ReplicaContext;
import io.jarserve.api.Request;
import io.jarserve.api.RequestException;
import io.jarserve.api.Response;
import io.jarserve.api.UserConfig;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Counts down, a line at a time, while the client reads along. */
@DeploymentOptions(
    routePrefix = "/${artifactId}",
    requestTimeout = "10m",
    healthCheckPeriod = "5s")
public final class Countdown implements Deployment {

  private static final int MOST = 1000;

  private volatile Settings settings = new Settings(200);

  /** What an operator may set, under {@code user_config}. */
  public record Settings(long pauseMillis) {
    public Settings {
      if (pauseMillis < 0) {
        throw new IllegalArgumentException("pauseMillis must be at least 0 but is " + pauseMillis);
      }
    }
  }

  @Override
  public void start(ReplicaContext context) {
    context.logger().info("{} is ready", context.replicaId());
  }

  @Override
  public void reconfigure(UserConfig config) {
    settings = config.as(Settings.class);
  }

  @Override
  public Response handle(Request request) {
    int from = from(request.query("from").orElse("10"));
    return Response.stream("text/plain;charset=utf-8", out -> count(from, out));
  }

  static int from(String text) {
    try {
      int from = Integer.parseInt(text);
      if (from >= 0 && from <= MOST) {
        return from;
      }
    } catch (NumberFormatException notOne) {
      // told below
    }
    throw new RequestException(
        400, "from must be a whole number from 0 to " + MOST + " but is '" + text + "'");
  }

  /** Ends with an exception as soon as the client is gone. */
  void count(int from, OutputStream out) throws IOException {
    for (int number = from; number >= 0; number--) {
      out.write((number + "\n").getBytes(StandardCharsets.UTF_8));
      out.flush(); // sends what was written so far
      if (number > 0) {
        pause();
      }
    }
  }

  private void pause() throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(settings.pauseMillis());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the server stops");
    }
  }

  /** Throw here what makes this replica useless, and another one would cure. */
  @Override
  public void checkHealth() {
    if (from("1") != 1) {
      throw new IllegalStateException("cannot count any more");
    }
  }
}
