package io.jarserve.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jarserve.server.json.Json;
import io.jarserve.server.json.Problem;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/**
 * What is sent back.
 *
 * @param body sent once, so that its position does not matter afterwards
 * @param headers beside the content type and those that every answer has
 * @param afterwards what to do once it is sent
 */
record Answer(
    int status,
    String contentType,
    ByteBuffer body,
    Map<String, String> headers,
    List<Runnable> afterwards) {

  static Answer text(String contentType, String body) {
    return new Answer(200, contentType, UTF_8.encode(body), Map.of(), List.of());
  }

  static Answer json(int status, Object value) {
    return new Answer(
        status, "application/json", ByteBuffer.wrap(Json.write(value)), Map.of(), List.of());
  }

  static Answer problem(int status, String title, String reason, String detail) {
    Problem problem = new Problem("about:blank", title, status, detail, null, reason);
    return new Answer(
        status, Problem.CONTENT_TYPE, ByteBuffer.wrap(Json.write(problem)), Map.of(), List.of());
  }

  Answer with(String header, String value) {
    return new Answer(status, contentType, body, Map.of(header, value), afterwards);
  }

  Answer then(Runnable action) {
    return new Answer(status, contentType, body, headers, List.of(action));
  }
}
