package io.jarserve.samples.villains;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.Request;
import io.jarserve.api.Response;
import java.nio.charset.StandardCharsets;

/** Writes and sends the first half of its body, then throws. */
@DeploymentOptions(routePrefix = "/villains/stream-throws")
public final class StreamThrows implements Deployment {

  @Override
  public Response handle(Request request) {
    byte[] half = "0123456789".getBytes(StandardCharsets.US_ASCII);
    return Response.stream(
        "text/plain",
        out -> {
          out.write(half);
          out.flush();
          throw new IllegalStateException("the second half is lost");
        });
  }
}
