package io.jarserve.server.proxy;

import io.jarserve.server.routing.CutShort;
import io.jarserve.server.routing.Problems;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Gives the errors that Jetty finds, such as a request it cannot parse, the form of all others; and
 * answers in place of an answer that was put an end to before its first byte left.
 */
final class ProblemPages implements Request.Handler {

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    if (request.getAttribute(ErrorHandler.ERROR_EXCEPTION) instanceof CutShort cut) {
      Problems.write(request, response, callback, cut.why(), cut.detail());
      return true;
    }
    int status = response.getStatus();
    Object message = request.getAttribute(ErrorHandler.ERROR_MESSAGE);
    boolean client = HttpStatus.isClientError(status);
    String detail = client && message != null ? message.toString() : "the log says more";
    Problems.write(
        request, response, callback, status, client ? "bad_request" : "server_failed", detail);
    return true;
  }
}
