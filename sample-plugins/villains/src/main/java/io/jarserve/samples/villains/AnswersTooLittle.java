package io.jarserve.samples.villains;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.Request;
import io.jarserve.api.Response;
import java.nio.charset.StandardCharsets;

/** Announces 10 bytes and writes 5. */
@DeploymentOptions(routePrefix = "/villains/answers-too-little")
public final class AnswersTooLittle implements Deployment {

  @Override
  public Response handle(Request request) {
    byte[] five = "01234".getBytes(StandardCharsets.US_ASCII);
    return Response.stream("text/plain", out -> out.write(five)).withHeader("Content-Length", "10");
  }
}
