package io.jarserve.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jarserve.server.json.Json;
import io.jarserve.server.json.Problem;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is sent back.
 *
 * @param contentType empty when there is no body
 * @param body sent once, so that its position does not matter afterwards
 * @param headers beside the content type and those that every answer has
 * @param afterwards what to do once it is sent
 * @param feed in place of a body, where the answer goes on for as long as the client stays
 */
record Answer(
    int status,
    String contentType,
    ByteBuffer body,
    Map<String, String> headers,
    List<Runnable> afterwards,
    Optional<Feed> feed) {

  private Answer(int status, String contentType, ByteBuffer body) {
    this(status, contentType, body, Map.of(), List.of(), Optional.empty());
  }

  static Answer text(String contentType, String body) {
    return new Answer(200, contentType, UTF_8.encode(body));
  }

  static Answer json(int status, Object value) {
    return json(status, Json.write(value));
  }

  /** JSON that is written already. */
  static Answer json(int status, byte[] written) {
    return new Answer(status, "application/json", ByteBuffer.wrap(written));
  }

  static Answer empty(int status) {
    return new Answer(status, "", ByteBuffer.allocate(0));
  }

  /** One that goes on. */
  static Answer going(String contentType, Feed feed) {
    return new Answer(
        200, contentType, ByteBuffer.allocate(0), Map.of(), List.of(), Optional.of(feed));
  }

  static Answer problem(int status, String title, String reason, String detail) {
    return problem(status, title, reason, detail, null);
  }

  /**
   * @param field the path of a field, or the name of a parameter
   */
  static Answer problem(
      int status, String title, String reason, String detail, @Nullable String field) {
    Problem problem = new Problem("about:blank", title, status, detail, null, reason, field);
    return new Answer(status, Problem.CONTENT_TYPE, ByteBuffer.wrap(Json.write(problem)));
  }

  Answer with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Answer(status, contentType, body, more, afterwards, feed);
  }

  Answer then(Runnable action) {
    return new Answer(status, contentType, body, headers, List.of(action), feed);
  }
}
