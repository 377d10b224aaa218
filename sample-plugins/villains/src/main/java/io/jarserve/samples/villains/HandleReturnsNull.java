package io.jarserve.samples.villains;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.Request;
import io.jarserve.api.Response;

/** Answers nothing. */
@DeploymentOptions(routePrefix = "/villains/handle-returns-null")
public final class HandleReturnsNull implements Deployment {

  @Override
  @SuppressWarnings("NullAway") // that is its misbehaviour
  public Response handle(Request request) {
    return null;
  }
}
