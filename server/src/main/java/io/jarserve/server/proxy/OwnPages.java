package io.jarserve.server.proxy;

import io.jarserve.server.json.Json;
import io.jarserve.server.routing.Problems;
import io.jarserve.server.routing.Refusal;
import io.jarserve.server.routing.RequestIds;
import io.jarserve.server.routing.Router;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** What the public port says about the server: {@code /-/healthz} and {@code /-/routes}. */
final class OwnPages {

  private static final String PREFIX = "/-/";
  private static final HttpField TEXT =
      new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "text/plain;charset=utf-8");
  private static final HttpField JSON =
      new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "application/json");

  private static final Readiness CLOSING = new Readiness(false, "the server is going down");

  private final Router router;
  private final Supplier<Readiness> readiness;

  OwnPages(Router router, Supplier<Readiness> readiness) {
    this.router = router;
    this.readiness = readiness;
  }

  static boolean owns(@Nullable String path) {
    return path != null && path.startsWith(PREFIX);
  }

  /**
   * @param closing whether the server is going down
   */
  void answer(Request request, Response response, Callback callback, boolean closing) {
    switch (request.getHttpURI().getCanonicalPath()) {
      case "/-/healthz" ->
          healthz(request, response, callback, closing ? CLOSING : readiness.get());
      case "/-/routes" -> write(request, response, callback, JSON, Json.write(router.routes()));
      default ->
          Problems.write(
              request,
              response,
              callback,
              Refusal.NO_ROUTE,
              "the server's own paths are /-/healthz and /-/routes");
    }
  }

  private static void healthz(
      Request request, Response response, Callback callback, Readiness now) {
    if (now.ready()) {
      write(request, response, callback, TEXT, "success".getBytes(StandardCharsets.UTF_8));
    } else {
      Problems.write(request, response, callback, 503, "not_ready", now.awaited());
    }
  }

  private static void write(
      Request request, Response response, Callback callback, HttpField type, byte[] body) {
    response.getHeaders().add(RequestIds.of(request.getHeaders()));
    response.getHeaders().add(type);
    response.write(true, ByteBuffer.wrap(body), callback);
  }
}
