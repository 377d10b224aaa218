package io.jarserve.server.routing;

import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Request;

/**
 * How the sweeper looks after an exchange that takes long: no idle timeout of the connection ends
 * it, and its client is watched, so that nobody works for one that is gone. Used by one thread.
 */
final class ClientWatch {

  /** Whoever is answered sooner pays nothing for being watched. */
  static final long AFTER_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Request request;
  private final Runnable gone;
  private boolean patient;
  private boolean watching;

  /**
   * @param gone called at most once, when the client is
   */
  ClientWatch(Request request, Runnable gone) {
    this.request = request;
    this.gone = gone;
  }

  /** Called now and then while the exchange lasts. */
  void attend() {
    if (watching) {
      return;
    }
    try {
      if (!patient) {
        request.addIdleTimeoutListener(timeout -> false);
        patient = true;
      }
      watching = watch();
    } catch (IllegalStateException answered) {
      watching = true; // Jetty has taken the request back
    }
  }

  /** Where many requests share a connection, the protocol tells of each that is given up. */
  private boolean watch() {
    if (request.getConnectionMetaData().getConnection() instanceof Client client) {
      return client.watch(gone);
    }
    request.addFailureListener(failure -> gone.run());
    return true;
  }
}
