package io.jarserve.servlet;

import jakarta.servlet.RequestDispatcher;
import org.eclipse.jetty.ee11.servlet.ErrorHandler;
import org.eclipse.jetty.ee11.servlet.ErrorHandler.ErrorPageMapper;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what a servlet threw for the server, which answers and logs it as what any deployment
 * throws; unless an error page takes it. Other errors get the page of the handler behind it.
 */
final class Thrown implements Request.Handler {

  private final Request.Handler pages;

  private Thrown(Request.Handler pages) {
    this.pages = pages;
  }

  static Thrown before(Request.@Nullable Handler pages) {
    Request.Handler behind = pages == null ? new ErrorHandler() : pages;
    if (behind instanceof ErrorHandler jettys) {
      jettys.setShowStacks(false);
    }
    return new Thrown(behind);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Throwable thrown = thrown(request);
    if (thrown == null
        || thrown instanceof HttpException
        || hasPage(response.getStatus(), thrown)) {
      return pages.handle(request, response, callback);
    }
    ((ServedConnection) request.getConnectionMetaData()).stream().keep(thrown);
    callback.succeeded();
    return true;
  }

  private boolean hasPage(int status, Throwable thrown) {
    return pages instanceof ErrorPageMapper mapper && mapper.getErrorPage(status, thrown) != null;
  }

  private static @Nullable Throwable thrown(Request request) {
    Object thrown =
        request.getAttribute(org.eclipse.jetty.server.handler.ErrorHandler.ERROR_EXCEPTION);
    return (Throwable)
        (thrown == null ? request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) : thrown);
  }
}
