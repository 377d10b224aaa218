package io.jarserve.samples.villains;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.ReplicaContext;
import io.jarserve.api.Request;
import io.jarserve.api.Response;
import java.util.Timer;
import java.util.TimerTask;

/** Leaves a timer behind. */
@DeploymentOptions(routePrefix = "/villains/leaves-timers")
public final class LeavesTimers implements Deployment {

  @Override
  public void start(ReplicaContext context) {
    TimerTask nothing =
        new TimerTask() {
          @Override
          public void run() {}
        };
    new Timer("left-behind").schedule(nothing, 10, 10);
  }

  @Override
  public Response handle(Request request) {
    return Response.text("LeavesTimers");
  }
}
