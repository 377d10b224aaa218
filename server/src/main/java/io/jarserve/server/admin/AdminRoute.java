package io.jarserve.server.admin;

import io.jarserve.server.model.Role;
import io.jarserve.server.openapi.Endpoint;
import io.jarserve.server.openapi.Endpoint.Content;
import io.jarserve.server.openapi.Endpoint.Shape;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * One line of the table that everything about the admin API is made of: dispatch, checks, access,
 * the OpenAPI document and the page.
 *
 * @param role what somebody must be allowed to do
 * @param intake for a body that is not gathered first
 * @param handler for all others
 */
record AdminRoute(
    Endpoint endpoint, Role role, Optional<Function<Call, Sink>> intake, Handler handler) {

  /** The most of a body that nobody said anything of. */
  static final long MOST_BYTES = 64 * 1024;

  /** Answers the requests of a route, on a thread of the admin port, which it must not block. */
  @FunctionalInterface
  interface Handler {
    /**
     * @throws Refused instead of an answer
     */
    CompletionStage<Answer> answer(Call call);
  }

  /** A route whose answer is there at once. */
  static AdminRoute of(Endpoint endpoint, Role role, Function<Call, Answer> answer) {
    return later(endpoint, role, call -> CompletableFuture.completedStage(answer.apply(call)));
  }

  /** A route whose answer comes later. */
  static AdminRoute later(Endpoint endpoint, Role role, Handler handler) {
    return new AdminRoute(marked(endpoint, role), role, Optional.empty(), handler);
  }

  /** A route that takes its body in pieces. */
  static AdminRoute streamed(Endpoint endpoint, Role role, Function<Call, Sink> intake) {
    return new AdminRoute(
        marked(endpoint, role),
        role,
        Optional.of(intake),
        call -> {
          throw new IllegalStateException("takes its body in pieces");
        });
  }

  private static Endpoint marked(Endpoint endpoint, Role role) {
    return endpoint.extendedBy("x-role", role.word());
  }

  /** The segments of the template. */
  List<String> segments() {
    return RouteList.segments(endpoint.template());
  }

  /** Whether it looks at the body of its requests. */
  boolean takesBody() {
    return endpoint.body().isPresent();
  }

  /** Takes the body of one request. */
  Sink sink(Call call) {
    return intake.map(open -> open.apply(call)).orElseGet(() -> new JsonSink(handler, call));
  }

  /**
   * Holds a body to its limit.
   *
   * @throws Refused with status 413
   */
  void checkLength(long bytes) {
    long most = endpoint.body().map(Content::most).orElse(MOST_BYTES);
    if (bytes > most) {
      throw new Refused(
          Answer.problem(
              413,
              "Body too large",
              "body_too_large",
              "the body has %s bytes or more; %s %s takes up to %s"
                  .formatted(bytes, endpoint.method(), endpoint.template(), most)));
    }
  }

  /**
   * Holds the media type of a body to what is taken; one that nobody names is taken for that.
   *
   * @throws Refused with status 415
   */
  void checkMediaType(String sent) {
    String type = sent.replaceFirst(";.*", "").trim();
    String wanted = endpoint.body().map(Content::mediaType).orElse(type);
    boolean bytes = endpoint.body().filter(b -> b.shape() instanceof Shape.Bytes).isPresent();
    if (!type.equalsIgnoreCase(wanted) && !bytes) {
      throw new Refused(
          Answer.problem(
              415,
              "Unsupported media type",
              "unsupported_media_type",
              "the Content-Type is '%s' but must be %s".formatted(type, wanted),
              "Content-Type"));
    }
  }
}
