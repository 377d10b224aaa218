package io.jarserve.server.model.change;

import io.jarserve.server.model.ApplicationStatus;
import io.jarserve.server.model.InstanceStatus;
import io.jarserve.server.model.InstanceStatus.ApplicationView;
import io.jarserve.server.model.InstanceStatus.OriginView;
import java.util.Optional;

/** How far a change is that was accepted. */
public enum Fate {
  UNDER_WAY,
  DONE,
  FAILED;

  /**
   * How far a change to one application is.
   *
   * @param version number of what is wanted by it; empty when it deletes
   */
  public static Fate of(String application, Optional<Long> version, InstanceStatus now) {
    ApplicationView view = now.applications().get(application);
    if (version.isEmpty()) {
      return view == null || view.status() != ApplicationStatus.DELETING ? DONE : UNDER_WAY;
    } else if (view == null || number(view) != version.get()) {
      return FAILED; // somebody wants something else by now
    }
    return switch (view.status()) {
      case RUNNING -> DONE;
      case DEPLOY_FAILED, DELETING -> FAILED;
      case NOT_STARTED, DEPLOYING, UNHEALTHY -> UNDER_WAY;
    };
  }

  private static long number(ApplicationView view) {
    OriginView origin = view.origin();
    return origin == null ? 0 : origin.number();
  }
}
