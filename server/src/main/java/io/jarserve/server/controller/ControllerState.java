package io.jarserve.server.controller;

import io.jarserve.server.artifact.Listing;
import io.jarserve.server.model.WantedState;
import io.jarserve.server.plan.NodeReport;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that the controller knows. Immutable.
 *
 * @param apps by name, in the order in which they were first accepted
 * @param listing the newest truth about the deploy directory
 * @param report the newest truth about the node
 * @param planNumber of the plan that was published last
 */
record ControllerState(
    Map<String, AppState> apps, Listing listing, NodeReport report, long planNumber) {

  ControllerState {
    apps = Collections.unmodifiableMap(new LinkedHashMap<>(apps));
  }

  static ControllerState restored(WantedState saved) {
    Map<String, AppState> apps = new LinkedHashMap<>();
    saved.applications().forEach(app -> apps.put(app.wanted().name(), AppState.restored(app)));
    return new ControllerState(apps, Listing.EMPTY, NodeReport.EMPTY, 0);
  }

  /** What a checkpoint of this state holds. */
  WantedState wantedState() {
    List<WantedState.Application> kept =
        apps.values().stream().filter(app -> !app.deleting()).map(AppState::hard).toList();
    return new WantedState(kept);
  }

  ControllerState with(Listing newest) {
    return new ControllerState(apps, newest, report, planNumber);
  }

  ControllerState with(NodeReport newest) {
    return new ControllerState(apps, listing, newest, planNumber);
  }

  ControllerState withApps(Map<String, AppState> changed) {
    return new ControllerState(changed, listing, report, planNumber);
  }

  ControllerState withPlanNumber(long number) {
    return new ControllerState(apps, listing, report, number);
  }
}
