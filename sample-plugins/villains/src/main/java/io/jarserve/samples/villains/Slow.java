package io.jarserve.samples.villains;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.Request;
import io.jarserve.api.RequestException;
import io.jarserve.api.Response;
import java.util.concurrent.TimeUnit;

/**
 * Well-behaved: sleeps for {@code ?ms=} milliseconds, 30 s at most, and then answers how long it
 * was.
 */
@DeploymentOptions(routePrefix = "/villains/slow")
public final class Slow implements Deployment {

  private static final long MOST_MS = 30_000;

  @Override
  public Response handle(Request request) throws InterruptedException {
    long ms = Math.min(MOST_MS, ms(request.query("ms").orElse("0")));
    TimeUnit.MILLISECONDS.sleep(ms);
    return Response.text(String.valueOf(ms));
  }

  private static long ms(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new RequestException(400, "ms must be a number but is '" + text + "'");
    }
  }
}
