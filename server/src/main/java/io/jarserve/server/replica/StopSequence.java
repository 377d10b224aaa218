package io.jarserve.server.replica;

import io.jarserve.api.Deployment;
import java.util.concurrent.Callable;

/** The end of a deployment, in one call on a thread of its generation. */
record StopSequence(Deployment deployment, OwnContext context) implements Callable<Boolean> {

  @Override
  public Boolean call() throws Exception {
    try {
      deployment.stop();
    } finally {
      context.stopped();
    }
    return true;
  }
}
