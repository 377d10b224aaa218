package io.jarserve.server.replica;

import io.jarserve.server.metrics.DeploymentMeter;
import io.jarserve.server.model.DeploymentId;
import io.jarserve.server.routing.Router;
import java.util.random.RandomGenerator;

/** What a replica lives on. Called on the runner's thread only, except {@link Loop#post}. */
interface Stage {

  Loop loop();

  Router router();

  ReplicaSettings settings();

  Influence influence();

  RandomGenerator random();

  DeploymentMeter meter(DeploymentId id);

  /** The replica's state, health or message is another one, or whether it takes requests. */
  void changed(Replica replica);

  /** Does what takes its time on another thread; the runner does not end before. */
  void aside(Runnable work);

  /** Nothing holds on to the generation any more. */
  void unused(GenerationHold hold);
}
