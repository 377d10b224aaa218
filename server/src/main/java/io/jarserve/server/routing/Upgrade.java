package io.jarserve.server.routing;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** A change of a connection to another protocol. */
@FunctionalInterface
public interface Upgrade {

  /**
   * Answers with the change.
   *
   * @param callback completed when the answer is sent, or could not be
   * @return false: the request does not ask for it in the right way, and nothing was written
   */
  boolean upgrade(Request request, Response response, Callback callback);
}
