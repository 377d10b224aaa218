package io.jarserve.server.proxy;

import io.jarserve.server.routing.Problems;
import io.jarserve.server.routing.Refusal;
import io.jarserve.server.routing.Router;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Takes what Jetty has parsed: the server's own paths to {@link OwnPages}, all others to the
 * router. Runs on Jetty's I/O threads and never blocks.
 */
final class ProxyHandler extends Handler.Abstract.NonBlocking {

  private final Router router;
  private final OwnPages ownPages;
  private volatile boolean closing;

  ProxyHandler(Router router, OwnPages ownPages) {
    this.router = router;
    this.ownPages = ownPages;
  }

  /** From here on new requests are refused; those under way go on. */
  void close() {
    closing = true;
  }

  boolean isClosing() {
    return closing;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    if (OwnPages.owns(request.getHttpURI().getCanonicalPath())) {
      ownPages.answer(request, response, callback, closing);
    } else if (closing) {
      refuse(request, response, callback);
    } else {
      router.route(request, response, callback);
    }
    return true;
  }

  private static void refuse(Request request, Response response, Callback callback) {
    response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
    String detail = "this server is going down; another one, or a later try, may answer";
    Problems.write(request, response, callback, Refusal.SHUTTING_DOWN, detail);
  }
}
