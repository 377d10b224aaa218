package io.jarserve.api;

import java.util.Optional;

/**
 * A route that is being declared. Each step returns a new builder; the last one, {@code handle},
 * returns the route. What cannot be is refused by the step that says it, with an {@link
 * IllegalArgumentException} that names method, template, place in the source and remedy.
 *
 * @param <S> the builder itself
 * @since 0.1
 */
public abstract sealed class RouteBuilder<S extends RouteBuilder<S>>
    permits RouteBuilder.Plain, RouteBuilder.WithBody {

  final RouteFacts facts;

  RouteBuilder(RouteFacts facts) {
    this.facts = facts;
  }

  abstract S next(RouteFacts more);

  /** Declares what is read and checked before the handler runs. */
  public S with(Parameter<?>... parameters) {
    RouteFacts more = facts;
    for (Parameter<?> parameter : parameters) {
      more = more.with(parameter);
    }
    return next(more);
  }

  /**
   * Declares that the answer with status 200 is a value of that type as JSON.
   *
   * @param type a record, a class, or an array of one for a list
   */
  public S returns(Class<?> type) {
    return returns(200, type);
  }

  /**
   * Declares an answer with a value of that type as JSON.
   *
   * @param status 200 to 599
   * @param type a record, a class, or an array of one for a list
   */
  public S returns(int status, Class<?> type) {
    return next(facts.answering(status, Optional.of(type)));
  }

  /**
   * Declares an answer of which nothing but the status is said.
   *
   * @param status 200 to 599
   */
  public S returns(int status) {
    return next(facts.answering(status, Optional.empty()));
  }

  /** Says in a line what the route is for, for those who read the OpenAPI document. */
  public S summary(String line) {
    return next(facts.summarized(line));
  }

  /**
   * A route whose handler reads the body by itself, if there is one.
   *
   * @since 0.1
   */
  public static final class Plain extends RouteBuilder<Plain> {

    Plain(RouteFacts facts) {
      super(facts);
    }

    @Override
    Plain next(RouteFacts more) {
      return new Plain(more);
    }

    /**
     * Declares a JSON body, which is held to its type: a field that is missing, unknown or of the
     * wrong kind, and whatever the constructor of a record throws, is answered with status 400 and
     * names the field. Missing may be what is an {@code Optional} or {@code @Nullable}; unknown
     * fields are let through by {@code @JsonIgnoreProperties(ignoreUnknown = true)}.
     *
     * @param type a record, a class, or an array of one for a list
     */
    public <B> WithBody<B> body(Class<B> type) {
      return new WithBody<>(
          facts.with(new Route.Body("application/json", Optional.of(type))), type);
    }

    /**
     * Declares a body that the handler reads by itself, from {@link RouteCall#request}.
     *
     * @param contentType for the OpenAPI document, such as {@code application/octet-stream}; it is
     *     not checked
     */
    public Plain rawBody(String contentType) {
      return next(facts.with(new Route.Body(contentType, Optional.empty())));
    }

    /** Finishes the route. */
    public Route handle(Route.Handler handler) {
      return new Route(facts, handler);
    }
  }

  /**
   * A route with a JSON body.
   *
   * @param <B> what the body is mapped to
   * @since 0.1
   */
  public static final class WithBody<B> extends RouteBuilder<WithBody<B>> {

    private final Class<B> type;

    WithBody(RouteFacts facts, Class<B> type) {
      super(facts);
      this.type = type;
    }

    @Override
    WithBody<B> next(RouteFacts more) {
      return new WithBody<>(more, type);
    }

    /** Finishes the route. */
    public Route handle(Route.BodyHandler<B> handler) {
      Class<B> wanted = type;
      return new Route(facts, call -> handler.handle(call, call.request().checkedJson(wanted)));
    }
  }
}
