package io.jarserve.server.admin;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Between Jetty and the routes: turns away what the gatekeeper does not like, answers the rest and
 * completes each callback once. Runs on the admin port's own threads; keeps nothing.
 */
final class AdminHandler extends Handler.Abstract {
  private static final Logger log = LoggerFactory.getLogger(AdminHandler.class);
  private static final long MAX_BODY = 64 * 1024;

  /** Nothing is cached, framed, sniffed or loaded from elsewhere. */
  static final HttpFields SECURITY_HEADERS =
      HttpFields.build()
          .add(HttpHeader.CACHE_CONTROL, "no-store")
          .add("Content-Security-Policy", StatusPage.CONTENT_SECURITY_POLICY)
          .add("Cross-Origin-Resource-Policy", "same-origin")
          .add("Referrer-Policy", "no-referrer")
          .add("X-Content-Type-Options", "nosniff")
          .add("X-Frame-Options", "DENY")
          .asImmutable();

  private final Gatekeeper gatekeeper;
  private final AdminRoutes routes;

  AdminHandler(Gatekeeper gatekeeper, AdminRoutes routes) {
    this.gatekeeper = gatekeeper;
    this.routes = routes;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    send(answer(request), response, callback);
    return true;
  }

  static void send(Answer answer, Response response, Callback callback) {
    HttpFields.Mutable headers = response.getHeaders();
    SECURITY_HEADERS.forEach(headers::put);
    answer.headers().forEach(headers::put);
    headers.put(HttpHeader.CONTENT_TYPE, answer.contentType());
    headers.put(
        new HttpField.LongValueHttpField(HttpHeader.CONTENT_LENGTH, answer.body().remaining()));
    response.setStatus(answer.status());
    Runnable afterwards = () -> answer.afterwards().forEach(Runnable::run);
    response.write(true, answer.body(), Callback.from(callback, afterwards));
  }

  private Answer answer(Request request) {
    try {
      HttpFields headers = request.getHeaders();
      return gatekeeper
          .refusal(
              request.getMethod(),
              String.valueOf(Request.getServerName(request)),
              headers.get(HttpHeader.HOST),
              headers.get(HttpHeader.ORIGIN),
              headers.get("Sec-Fetch-Site"))
          .orElseGet(() -> routed(request));
    } catch (RuntimeException fault) {
      log.error("{} {} on the admin port failed", request.getMethod(), request.getHttpURI(), fault);
      return Answer.problem(
          500, "Internal error", "internal_error", "the server failed to answer; its log says why");
    }
  }

  private Answer routed(Request request) {
    return request.getLength() > MAX_BODY
        ? tooLarge(request.getLength())
        : routes.answer(request.getMethod(), request.getHttpURI().getDecodedPath());
  }

  private static Answer tooLarge(long length) {
    return Answer.problem(
        413,
        "Body too large",
        "body_too_large",
        "the body has " + length + " bytes; the admin port takes up to " + MAX_BODY);
  }
}
