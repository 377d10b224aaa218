package io.jarserve.server.admin;

import io.jarserve.server.metrics.Meters;
import io.jarserve.server.model.InstanceStatus;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** What is behind an admin port in a test: it only counts how often it was to shut down. */
final class CountingInstance implements AutoCloseable {

  private final Meters meters = new Meters();
  private final AtomicInteger shutdowns = new AtomicInteger();

  /** A port before it, which the caller closes; not started yet. */
  AdminServer behind(AdminPort port, Supplier<InstanceStatus> status) {
    return new AdminServer(port, status, meters, shutdowns::incrementAndGet);
  }

  int shutdowns() {
    return shutdowns.get();
  }

  @Override
  public void close() {
    meters.close();
  }
}
