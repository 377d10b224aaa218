package io.jarserve.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a deployment does for one method and one path template. Begun with the method, finished with
 * {@code handle}:
 *
 * <pre>{@code
 * Route.get("/{id}").with(ID).returns(Order.class).handle(call -> find(call.get(ID)))
 * }</pre>
 *
 * <p><b>Templates</b> are matched below the route prefix, decoded. A segment is a word, {@code
 * {name}} for any one segment, or, at the end, {@code {name...}} for one or more. A slash at the
 * end of a request's path is passed over. Of several templates that fit, the one with a word where
 * the other has a parameter wins.
 *
 * <p>Immutable; its handler is called by many threads at once.
 *
 * @since 0.1
 */
public final class Route {

  /** Answers the requests of a route without a declared body. */
  @FunctionalInterface
  public interface Handler {
    /**
     * @return a {@link Response}, which is sent as it is, or any other value, which is sent as JSON
     *     with the first status of 200 to 299 that the route declares, else 200; not null
     * @throws Exception as in {@link Deployment#handle}
     */
    Object handle(RouteCall call) throws Exception;
  }

  /**
   * Answers the requests of a route with a JSON body.
   *
   * @param <B> the record that the body is mapped to
   */
  @FunctionalInterface
  public interface BodyHandler<B> {
    /**
     * @param body what came, checked; never null
     * @return as in {@link Handler#handle}
     * @throws Exception as in {@link Deployment#handle}
     */
    Object handle(RouteCall call, B body) throws Exception;
  }

  /**
   * The body of requests.
   *
   * @param contentType such as {@code application/json}
   * @param type what JSON is mapped to; empty when the handler reads the body by itself
   */
  public record Body(String contentType, Optional<Class<?>> type) {}

  private final RouteFacts facts;
  private final Parameter<?>[] declared;
  private final int[] openSegments;
  private final int valueStatus;
  private final Handler handler;

  Route(RouteFacts facts, Handler handler) {
    this.facts = facts;
    this.handler = handler;
    this.declared = facts.parameters().toArray(new Parameter<?>[0]);
    this.valueStatus = facts.valueStatus();
    List<String> open = facts.path().parameters();
    this.openSegments =
        facts.parameters().stream()
            .mapToInt(p -> p.place() == Parameter.Place.PATH ? open.indexOf(p.name()) : -1)
            .toArray();
  }

  /** Begins a route for GET; it answers HEAD too, unless another route does. */
  public static RouteBuilder.Plain get(String template) {
    return of("GET", template);
  }

  /** Begins a route for POST. */
  public static RouteBuilder.Plain post(String template) {
    return of("POST", template);
  }

  /** Begins a route for PUT. */
  public static RouteBuilder.Plain put(String template) {
    return of("PUT", template);
  }

  /** Begins a route for PATCH. */
  public static RouteBuilder.Plain patch(String template) {
    return of("PATCH", template);
  }

  /** Begins a route for DELETE. */
  public static RouteBuilder.Plain delete(String template) {
    return of("DELETE", template);
  }

  /**
   * Begins a route for any method.
   *
   * @param method in capitals
   * @throws IllegalArgumentException when method or template are none
   */
  public static RouteBuilder.Plain of(String method, String template) {
    return new RouteBuilder.Plain(RouteFacts.begin(method, template));
  }

  /** The method in capitals. */
  public String method() {
    return facts.method();
  }

  /** The template, such as {@code /orders/{id}}. */
  public String template() {
    return facts.path().text();
  }

  /** What is read and checked before the handler runs; unmodifiable. */
  public List<Parameter<?>> parameters() {
    return facts.parameters();
  }

  /** The names of the open segments of the template, in order; unmodifiable. */
  public List<String> openSegments() {
    return facts.path().parameters();
  }

  /** The declared body of requests. */
  public Optional<Body> body() {
    return facts.body();
  }

  /**
   * What a status of the answer comes with: a type for JSON, or nothing; in order of declaration.
   */
  public Map<Integer, Optional<Class<?>>> answers() {
    return facts.answers();
  }

  /** One line for people; empty when there is none. */
  public String summary() {
    return facts.summary();
  }

  /** Where it was declared, such as {@code com.acme.Orders.routes (Orders.java:31)}. */
  public String declaredAt() {
    return facts.declaredAt();
  }

  PathTemplate path() {
    return facts.path();
  }

  Parameter<?>[] declared() {
    return declared;
  }

  int openSegment(int parameter) {
    return openSegments[parameter];
  }

  Response answer(Request request, String path, int[] cuts) throws Exception {
    Object answer = handler.handle(new RouteCall(request, this, path, cuts).read());
    if (answer instanceof Response response) {
      return response;
    } else if (answer == null) {
      throw new IllegalStateException(
          "the handler of " + this + " returned null: return Response.empty(204) instead");
    }
    Response json = Response.json(answer);
    return valueStatus == 200 ? json : json.withStatus(valueStatus);
  }

  /** Such as {@code GET /orders/{id} (com.acme.Orders.routes (Orders.java:31))}. */
  @Override
  public String toString() {
    return method() + " " + template() + " (" + declaredAt() + ")";
  }
}
