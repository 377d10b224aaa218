package io.jarserve.server.admin;

import io.jarserve.server.json.Json;
import io.jarserve.server.json.JsonException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A request that fits its route, as the route's handler sees it. Immutable.
 *
 * @param actor who asks, as {@link Access} says
 * @param path the open segments of the path, decoded
 * @param query and headers that the route declares, checked
 * @param body empty when the route takes none, or takes it in pieces
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Call(
    String actor,
    Map<String, String> path,
    Map<String, String> query,
    Map<String, String> headers,
    byte[] body) {

  /** The text of an open segment, which is always there. */
  String segment(String name) {
    String text = path.get(name);
    if (text == null) {
      throw new IllegalStateException("the route has no segment {" + name + "}");
    }
    return text;
  }

  boolean flag(String name) {
    return Boolean.parseBoolean(query.get(name));
  }

  Optional<Duration> time(String name) {
    return Optional.ofNullable(query.get(name)).map(Inputs::duration);
  }

  Optional<Long> whole(String name) {
    return Optional.ofNullable(query.get(name)).map(Long::valueOf);
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(query.get(name));
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /**
   * The body as a record.
   *
   * @throws Refused with status 400 when it does not fit; names the field
   */
  <T> T json(Class<T> type) {
    try {
      return Json.checked().read(body, type);
    } catch (JsonException wrong) {
      String field = wrong.field().isEmpty() ? null : wrong.field();
      throw Refused.badRequest("the body does not fit: " + wrong.getMessage(), field);
    }
  }

  Call with(byte[] bytes) {
    return new Call(actor, path, query, headers, bytes);
  }
}
