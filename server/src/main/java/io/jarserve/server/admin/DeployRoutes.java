package io.jarserve.server.admin;

import io.jarserve.server.controller.EventLog;
import io.jarserve.server.model.InstanceStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** All routes by which is deployed, with the threads that they take. */
final class DeployRoutes implements AutoCloseable {

  private final Work work = new Work();
  private final Waiting waiting;
  private final EventLog.Subscription subscription;
  private final List<AdminRoute> all = new ArrayList<>();

  DeployRoutes(Deploying parts, Supplier<InstanceStatus> status, Feeds feeds) {
    this.waiting = new Waiting(status);
    this.subscription = parts.events().subscribe(feeds::wake);
    Changes changes = new Changes(parts.submit(), status, waiting);
    Specs specs = new Specs(parts.door());
    all.addAll(new WholeRoutes(changes, specs, work, parts.wanted()).all());
    all.addAll(new ApplicationRoutes(changes, specs, work).all());
    all.addAll(new HistoryRoutes(parts.wanted(), parts.explain()).all());
    all.addAll(new ArtifactRoutes(parts.door(), work).all());
    all.addAll(new EventRoutes(parts.events(), parts.trail(), feeds).all());
  }

  List<AdminRoute> all() {
    return all;
  }

  @Override
  public void close() {
    subscription.close();
    waiting.close();
    work.close();
  }
}
