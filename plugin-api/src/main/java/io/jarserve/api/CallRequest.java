package io.jarserve.api;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that one deployment makes of another, where more than a body is to be said. Immutable.
 *
 * @param method in capitals
 * @param path below the callee's route prefix, not encoded and without a query; starts with a slash
 * @param query by name, not encoded
 * @param headers by name
 * @param body null for none; bytes as they are, anything else as JSON
 * @since 0.1
 */
public record CallRequest(
    String method,
    String path,
    Map<String, String> query,
    Map<String, String> headers,
    @Nullable Object body) {

  /**
   * @throws IllegalArgumentException when the method is empty or the path does not start with a
   *     slash
   */
  public CallRequest {
    if (method.isEmpty() || !path.startsWith("/")) {
      throw new IllegalArgumentException(
          "'" + method + " " + path + "': a method and a path that starts with / are needed");
    }
    query = Map.copyOf(query);
    headers = Map.copyOf(headers);
  }

  /** A GET without a body. */
  public static CallRequest get(String path) {
    return new CallRequest("GET", path, Map.of(), Map.of(), null);
  }

  /** A POST. */
  public static CallRequest post(String path, @Nullable Object body) {
    return new CallRequest("POST", path, Map.of(), Map.of(), body);
  }

  /** This request with one more query parameter, in place of one of the same name. */
  public CallRequest withQuery(String name, String value) {
    return new CallRequest(method, path, with(query, name, value), headers, body);
  }

  /** This request with one more header, in place of one of the same name. */
  public CallRequest withHeader(String name, String value) {
    return new CallRequest(method, path, query, with(headers, name, value), body);
  }

  private static Map<String, String> with(Map<String, String> some, String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(some);
    more.put(name, value);
    return more;
  }
}
