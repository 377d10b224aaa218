package io.jarserve.server.replica;

import io.jarserve.server.metrics.DeploymentMeter;
import io.jarserve.server.model.DeploymentId;
import io.jarserve.server.plan.Assignment;
import io.jarserve.server.replica.handle.Neighbourhood;
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

  /** Who can be called past HTTP. */
  Neighbourhood neighbourhood();

  /** Whether another generation of its deployment is in the plan. */
  boolean meetsAnother(Assignment assignment);

  /** Whether a replica that is no longer wanted stays for those who call it. */
  boolean staysForCallers(Replica replica);

  /** Nothing holds on to the generation any more. */
  void unused(GenerationHold hold);
}
