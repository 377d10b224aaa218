package io.jarserve.api;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request that is asked of routes without a server; its body is whatever object is wanted. */
record Asked(
    String method,
    String path,
    Map<String, List<String>> queries,
    Map<String, List<String>> headers,
    Object body)
    implements Request {

  static Asked get(String path) {
    return of("GET", path);
  }

  static Asked of(String method, String path) {
    return new Asked(method, path, Map.of(), Map.of(), "");
  }

  Asked withQuery(String name, String... values) {
    return new Asked(method, path, Map.of(name, List.of(values)), headers, body);
  }

  Asked withHeader(String name, String... values) {
    return new Asked(method, path, queries, Map.of(name, List.of(values)), body);
  }

  Asked withBody(Object value) {
    return new Asked(method, path, queries, headers, value);
  }

  @Override
  public String id() {
    return "asked";
  }

  @Override
  public Optional<String> query(String name) {
    return queryAll(name).stream().findFirst();
  }

  @Override
  public List<String> queryAll(String name) {
    return queries.getOrDefault(name, List.of());
  }

  @Override
  public Optional<String> header(String name) {
    return headerAll(name).stream().findFirst();
  }

  @Override
  public List<String> headerAll(String name) {
    return headers.getOrDefault(name, List.of());
  }

  @Override
  public List<String> headerNames() {
    return List.copyOf(headers.keySet());
  }

  @Override
  public Optional<Duration> timeLeft() {
    return Optional.empty();
  }

  @Override
  public byte[] bytes() {
    return text().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String text() {
    return body.toString();
  }

  @Override
  public InputStream stream() {
    return new ByteArrayInputStream(bytes());
  }

  @Override
  public <T> T json(Class<T> type) {
    return type.cast(body);
  }
}
