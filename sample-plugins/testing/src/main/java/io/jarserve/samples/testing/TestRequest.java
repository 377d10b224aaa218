package io.jarserve.samples.testing;

import io.jarserve.api.Request;
import io.jarserve.api.RequestException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** A request made in a test. Immutable: {@code with…} gives a copy. */
public final class TestRequest implements Request {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final String method;
  private final String path;
  private final Raw raw;
  private final Map<String, String> query;
  private final Map<String, String> headers;
  private final byte[] body;

  /** What came before it was decoded, and below what. */
  private record Raw(String prefix, String path, String query) {}

  private TestRequest(
      String method,
      String path,
      Raw raw,
      Map<String, String> query,
      Map<String, String> headers,
      byte[] body) {
    this.method = method;
    this.path = path;
    this.raw = raw;
    this.query = Map.copyOf(query);
    this.headers = Map.copyOf(headers);
    this.body = body;
  }

  public static TestRequest get(String path) {
    return of("GET", path);
  }

  public static TestRequest of(String method, String path) {
    Raw raw = new Raw("/", path, "");
    return new TestRequest(method, path, raw, Map.of(), Map.of(), new byte[0]);
  }

  public TestRequest withQuery(String name, String value) {
    return new TestRequest(method, path, raw, plus(query, name, value), headers, body);
  }

  public TestRequest withHeader(String name, String value) {
    Map<String, String> more = plus(headers, name.toLowerCase(Locale.ROOT), value);
    return new TestRequest(method, path, raw, query, more, body);
  }

  /** Path and query as the client wrote them; they are not decoded. */
  public TestRequest withRaw(String rawPath, String rawQuery) {
    Raw other = new Raw(raw.prefix(), rawPath, rawQuery);
    return new TestRequest(method, path, other, query, headers, body);
  }

  /** Below a route prefix. */
  public TestRequest under(String routePrefix) {
    Raw other = new Raw(routePrefix, raw.path(), raw.query());
    return new TestRequest(method, path, other, query, headers, body);
  }

  public TestRequest withBody(String text) {
    return withBody(text.getBytes(StandardCharsets.UTF_8));
  }

  public TestRequest withBody(byte[] bytes) {
    return new TestRequest(method, path, raw, query, headers, bytes.clone());
  }

  @Override
  public String id() {
    return "test";
  }

  @Override
  public String method() {
    return method;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public String rawPath() {
    return raw.path();
  }

  @Override
  public String routePrefix() {
    return raw.prefix();
  }

  @Override
  public Optional<String> rawQuery() {
    return raw.query().isEmpty() ? Optional.empty() : Optional.of(raw.query());
  }

  @Override
  public Optional<String> query(String name) {
    return Optional.ofNullable(query.get(name));
  }

  @Override
  public List<String> queryAll(String name) {
    return query(name).stream().toList();
  }

  @Override
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  @Override
  public List<String> headerAll(String name) {
    return header(name).stream().toList();
  }

  @Override
  public List<String> headerNames() {
    return headers.keySet().stream().sorted().toList();
  }

  @Override
  public Optional<Duration> timeLeft() {
    return Optional.empty();
  }

  @Override
  public byte[] bytes() {
    return body.clone();
  }

  @Override
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  @Override
  public InputStream stream() {
    return new ByteArrayInputStream(body);
  }

  @Override
  public <T> T json(Class<T> type) {
    try {
      return JSON.readValue(body, type);
    } catch (JacksonException e) {
      throw new RequestException(400, "not the JSON that was expected: " + e.getOriginalMessage());
    }
  }

  private static Map<String, String> plus(Map<String, String> map, String name, String value) {
    Map<String, String> more = new HashMap<>(map);
    more.put(name, value);
    return more;
  }
}
