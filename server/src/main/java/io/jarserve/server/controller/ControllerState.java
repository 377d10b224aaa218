package io.jarserve.server.controller;

import io.jarserve.server.artifact.Listing;
import io.jarserve.server.metrics.TrafficCounts;
import io.jarserve.server.model.DeploymentId;
import io.jarserve.server.model.WantedState;
import io.jarserve.server.plan.NodeReport;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * All that the controller knows. Immutable.
 *
 * @param apps by name, in the order in which they were first accepted
 * @param listing the newest truth about the deploy directory
 * @param report the newest truth about the node
 * @param planNumber of the plan that was published last
 * @param traffic how applications fared lately that are compared with their last good version
 * @param embedded whether a program embeds this server that deploys applications of its own
 */
record ControllerState(
    Map<String, AppState> apps,
    Listing listing,
    NodeReport report,
    long planNumber,
    TrafficLog traffic,
    boolean embedded) {

  ControllerState {
    apps = Collections.unmodifiableMap(new LinkedHashMap<>(apps));
  }

  static ControllerState restored(WantedState saved, boolean embedded) {
    Map<String, AppState> apps = new LinkedHashMap<>();
    saved.applications().forEach(app -> apps.put(app.wanted().name(), AppState.restored(app)));
    return new ControllerState(
        apps, Listing.EMPTY, NodeReport.EMPTY, 0, TrafficLog.EMPTY, embedded);
  }

  /** What a checkpoint of this state holds. */
  WantedState wantedState() {
    List<WantedState.Application> kept =
        apps.values().stream().filter(app -> !app.deleting()).map(AppState::hard).toList();
    return new WantedState(kept);
  }

  ControllerState with(Listing newest) {
    return new ControllerState(apps, newest, report, planNumber, traffic, embedded);
  }

  ControllerState with(NodeReport newest) {
    return new ControllerState(apps, listing, newest, planNumber, traffic, embedded);
  }

  ControllerState withApps(Map<String, AppState> changed) {
    return new ControllerState(changed, listing, report, planNumber, traffic, embedded);
  }

  ControllerState withPlanNumber(long number) {
    return new ControllerState(apps, listing, report, number, traffic, embedded);
  }

  /** After a look at the meters, where it is time for one. */
  ControllerState sampled(Function<DeploymentId, TrafficCounts> meters, Instant now) {
    TrafficLog newest = traffic.sampled(apps.values(), meters, now);
    return newest.equals(traffic)
        ? this
        : new ControllerState(apps, listing, report, planNumber, newest, embedded);
  }
}
