package io.jarserve.server.node;

import io.jarserve.api.DeploymentHandle;
import io.jarserve.server.model.DeploymentId;
import io.jarserve.server.replica.ReplicaRunner;
import io.jarserve.server.replica.handle.Handles;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The way to deployments for a program that embeds the server. Any thread; ends with the server.
 */
final class OutsideHandles implements AutoCloseable {

  private final ExecutorService threads = Executors.newCachedThreadPool(OutsideHandles::thread);
  private final Handles handles;

  OutsideHandles(ReplicaRunner runner) {
    this.handles = runner.handles(threads);
  }

  DeploymentHandle to(DeploymentId id) {
    return handles.distant(id.application(), id.deployment());
  }

  @Override
  public void close() {
    handles.end();
    threads.shutdownNow();
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "jarserve-outside-calls");
    thread.setDaemon(true);
    return thread;
  }
}
