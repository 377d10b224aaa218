package io.jarserve.samples.villains;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.Request;
import io.jarserve.api.Response;
import io.jarserve.api.UserConfig;

/** Refuses every user config that says {@code bad: true}; answers the one it has. */
@DeploymentOptions(routePrefix = "/villains/reconfigure-throws")
public final class ReconfigureThrows implements Deployment {

  private volatile UserConfig config = new NoConfig();

  @Override
  public void reconfigure(UserConfig newConfig) {
    if (Boolean.TRUE.equals(newConfig.values().get("bad"))) {
      throw new IllegalArgumentException("bad is true: take it out of user_config");
    }
    config = newConfig;
  }

  @Override
  public Response handle(Request request) {
    return Response.json(config.values());
  }
}
