package io.jarserve.server.admin;

import io.jarserve.server.admin.RouteList.Match;
import io.jarserve.server.model.Role;
import io.jarserve.server.openapi.Endpoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpField.LongValueHttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Between Jetty and the routes: turns away what the gatekeeper does not like, finds the route, asks
 * whether the caller may, checks what the route declares, brings it the body, and sends the answer;
 * completes each callback once. In this order, so that nothing of a body is read for somebody who
 * may not. Runs on the admin port's own threads, which wait for nothing; keeps nothing.
 */
final class AdminHandler extends Handler.Abstract {
  private static final Logger log = LoggerFactory.getLogger(AdminHandler.class);

  /** Nothing is cached, framed, sniffed or loaded from elsewhere. */
  static final HttpFields SECURITY_HEADERS =
      HttpFields.build()
          .add(HttpHeader.CACHE_CONTROL, "no-store")
          .add("Content-Security-Policy", PageStyle.CONTENT_SECURITY_POLICY)
          .add("Cross-Origin-Resource-Policy", "same-origin")
          .add("Referrer-Policy", "no-referrer")
          .add("X-Content-Type-Options", "nosniff")
          .add("X-Frame-Options", "DENY")
          .asImmutable();

  /** What there is not is told to those alone who may do everything. */
  private static final Role UNKNOWN = Role.ADMIN;

  private final Gatekeeper gatekeeper;
  private final Access access;
  private final RouteList routes;
  private final Feeds feeds;

  AdminHandler(Gatekeeper gatekeeper, Access access, RouteList routes, Feeds feeds) {
    this.feeds = feeds;
    this.gatekeeper = gatekeeper;
    this.access = access;
    this.routes = routes;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    request.addIdleTimeoutListener(timeout -> false); // an answer may take longer than a read
    if (feeds.isClosed()) {
      // who asks again and again would keep the connection, and the port, open
      response.getHeaders().put(HttpFields.CONNECTION_CLOSE);
    }
    answer(request)
        .exceptionally(cause -> failed(request, cause))
        .thenAccept(answer -> sendOrFail(answer, request, response, callback));
    return true;
  }

  private void sendOrFail(Answer answer, Request request, Response response, Callback callback) {
    try {
      if (answer.feed().isPresent() && !request.getMethod().equals("HEAD")) {
        head(answer, response);
        feeds.send(answer.feed().get(), request, response, callback);
      } else {
        send(answer, response, callback);
      }
    } catch (RuntimeException | Error fault) {
      log.error("an answer with status {} was not sent", answer.status(), fault);
      callback.failed(fault);
    }
  }

  static void send(Answer answer, Response response, Callback callback) {
    head(answer, response);
    if (!answer.contentType().isEmpty() && answer.feed().isEmpty()) {
      response
          .getHeaders()
          .put(new LongValueHttpField(HttpHeader.CONTENT_LENGTH, answer.body().remaining()));
    }
    Runnable afterwards = () -> answer.afterwards().forEach(Runnable::run);
    response.write(true, answer.body(), Callback.from(callback, afterwards));
  }

  private static void head(Answer answer, Response response) {
    HttpFields.Mutable headers = response.getHeaders();
    SECURITY_HEADERS.forEach(headers::put);
    answer.headers().forEach(headers::put);
    if (!answer.contentType().isEmpty()) {
      headers.put(HttpHeader.CONTENT_TYPE, answer.contentType());
    }
    response.setStatus(answer.status());
  }

  private CompletionStage<Answer> answer(Request request) {
    try {
      HttpFields headers = request.getHeaders();
      Optional<Answer> refusal =
          gatekeeper.refusal(
              request.getMethod(),
              String.valueOf(Request.getServerName(request)),
              request.getHttpURI().getAuthority(),
              headers.get(HttpHeader.ORIGIN),
              headers.get("Sec-Fetch-Site"));
      return refusal.map(CompletableFuture::completedStage).orElseGet(() -> routed(request));
    } catch (RuntimeException | Error fault) {
      return CompletableFuture.failedStage(fault);
    }
  }

  private CompletionStage<Answer> routed(Request request) {
    String path = String.valueOf(request.getHttpURI().getDecodedPath());
    Match match = routes.match(request.getMethod(), path);
    if (match instanceof Match.Found found) {
      Role needed = found.route().role();
      return permitted(needed, request, actor -> checked(found, actor, request));
    }
    Answer other = ((Match.Other) match).answer();
    return permitted(UNKNOWN, request, actor -> CompletableFuture.completedStage(other));
  }

  private CompletionStage<Answer> permitted(
      Role needed, Request request, Function<String, CompletionStage<Answer>> goOn) {
    Access.Decision decision = access.decide(needed, request);
    return decision instanceof Access.Allowed allowed
        ? goOn.apply(allowed.actor())
        : CompletableFuture.completedStage(((Access.Denied) decision).answer());
  }

  private static CompletionStage<Answer> checked(Match.Found found, String actor, Request request) {
    AdminRoute route = found.route();
    Endpoint endpoint = route.endpoint();
    HttpFields headers = request.getHeaders();
    Inputs.checkPath(endpoint, found.path());
    Call call =
        new Call(
            actor,
            found.path(),
            Inputs.query(endpoint, query(request)),
            Inputs.headers(endpoint, name -> Optional.ofNullable(headers.get(name))),
            new byte[0]);
    route.checkLength(request.getLength());
    if (!route.takesBody()) {
      return route.handler().answer(call);
    }
    Optional.ofNullable(headers.get(HttpHeader.CONTENT_TYPE)).ifPresent(route::checkMediaType);
    return BodyFlow.into(route, call, request);
  }

  private static Map<String, List<String>> query(Request request) {
    try {
      return Request.extractQueryParameters(request).stream()
          .collect(Collectors.toMap(Fields.Field::getName, Fields.Field::getValues));
    } catch (RuntimeException wrong) {
      throw Refused.badRequest("the query cannot be decoded; encode it as UTF-8", null);
    }
  }

  private static Answer failed(Request request, Throwable thrown) {
    Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
    if (cause instanceof Refused refused) {
      return refused.answer();
    }
    log.error("{} {} on the admin port failed", request.getMethod(), request.getHttpURI(), cause);
    return Answer.problem(
        500, "Internal error", "internal_error", "the server failed to answer; its log says why");
  }
}
