package io.jarserve.samples.villains;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.Request;
import io.jarserve.api.Response;
import java.nio.charset.StandardCharsets;

/** Announces 5 bytes and writes 10. */
@DeploymentOptions(routePrefix = "/villains/answers-too-much")
public final class AnswersTooMuch implements Deployment {

  @Override
  public Response handle(Request request) {
    byte[] ten = "0123456789".getBytes(StandardCharsets.US_ASCII);
    return Response.stream("text/plain", out -> out.write(ten)).withHeader("Content-Length", "5");
  }
}
