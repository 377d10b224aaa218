package io.jarserve.server.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An error for HTTP clients: the body of {@code application/problem+json} (RFC 9457). Fields that
 * are null are left out.
 *
 * @param type a URI that names the kind; {@code about:blank} when the status says it all
 * @param title the kind, for people
 * @param detail this occurrence: what, which, the value and the remedy
 * @param reason the kind, for programs, such as {@code no_route}
 * @param field what of the request is wrong: the path of a field, or the name of a parameter
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    @Nullable String requestId,
    @Nullable String reason,
    @Nullable String field) {

  /** One that no field is to blame for. */
  public Problem(
      String type,
      String title,
      int status,
      String detail,
      @Nullable String requestId,
      @Nullable String reason) {
    this(type, title, status, detail, requestId, reason, null);
  }

  /** The media type of a problem. */
  public static final String CONTENT_TYPE = "application/problem+json";

  /** What a body says; empty when it is something else. */
  public static Optional<Problem> parse(byte[] body) {
    try {
      return Optional.of(Json.read(body, Problem.class))
          .filter(problem -> problem.detail() != null);
    } catch (JsonException notOne) {
      return Optional.empty();
    }
  }
}
