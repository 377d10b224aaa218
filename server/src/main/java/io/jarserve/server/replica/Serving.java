package io.jarserve.server.replica;

import io.jarserve.api.Deployment;
import io.jarserve.server.model.Options;
import io.jarserve.server.plan.Assignment;
import io.jarserve.server.replica.StartSequence.Started;
import io.jarserve.server.replica.request.PluginSide;
import io.jarserve.server.replica.request.ReplicaTarget;

/** What there is of a replica while it runs. One thread: the runner's. */
record Serving(ReplicaTarget target, HealthChecks checks, Reconfiguration reconfiguration) {

  /**
   * A deployment that has started.
   *
   * @param options what it was started with; newer ones may have come meanwhile
   */
  record Ready(Started started, OwnContext context, Options options) {}

  /** What the replica hears of itself, on the runner's thread. */
  interface Listener extends HealthChecks.Told {

    /** The gate is closed, and the last request has left. */
    void drained();

    /** Another user config is in force, or was refused. */
    void reconfigured();
  }

  /** What will take its requests. */
  static ReplicaTarget target(
      Ready ready, Footing footing, Assignment assignment, Listener listener) {
    Started started = ready.started();
    Stage stage = footing.stage();
    PluginSide plugin =
        new PluginSide(
            started.deployment(),
            started.handler(),
            ready.options().nonBlocking(),
            footing.callee().threads(),
            footing.hold().json());
    return new ReplicaTarget(
        footing.callee().id(),
        plugin,
        footing.gate(),
        stage.neighbourhood().side(assignment),
        ready.context().models(),
        () -> stage.loop().post(listener::drained));
  }

  static Serving begin(
      ReplicaTarget target, Ready ready, Footing footing, Options options, Listener listener) {
    Started started = ready.started();
    Deployment deployment = started.deployment();
    HealthChecks checks =
        new HealthChecks(
            footing.stage(),
            footing.callee(),
            target,
            started.ownCheck() ? deployment : null,
            options,
            listener);
    Reconfiguration reconfiguration =
        new Reconfiguration(
            footing.stage().loop(),
            footing.callee(),
            footing.hold(),
            deployment,
            ready.context(),
            ready.options(),
            listener::reconfigured);
    return new Serving(target, checks, reconfiguration);
  }

  void options(Options options) {
    checks.options(options);
    reconfiguration.options(options);
  }

  /** No further check, no further user config. */
  void stop() {
    checks.stop();
    reconfiguration.stop();
  }
}
