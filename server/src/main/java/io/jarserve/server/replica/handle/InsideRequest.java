package io.jarserve.server.replica.handle;

import io.jarserve.api.CallRequest;
import io.jarserve.api.Multiplexed;
import io.jarserve.api.Request;
import io.jarserve.api.RequestException;
import io.jarserve.api.Response;
import io.jarserve.server.json.JsonException;
import io.jarserve.server.json.PluginJson;
import io.jarserve.server.replica.request.CurrentCall;
import io.jarserve.server.replica.request.ReplicaTarget;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request that another deployment makes. Its body is the caller's object inside one generation,
 * else bytes. Used by one thread at a time.
 */
final class InsideRequest implements Request {

  private static final byte[] EMPTY = {};

  private final CallRequest said;
  private final PluginJson json;
  private final CurrentCall current;
  private final CancelActions cancelActions;
  private boolean read;

  private InsideRequest(CallRequest said, ReplicaTarget callee, CurrentCall current) {
    this.said = withModel(said, current);
    this.json = callee.json();
    this.current = current;
    this.cancelActions = new CancelActions(callee, current);
  }

  /** What is made of an answer. */
  @FunctionalInterface
  interface Reading<R> {
    R of(Response response) throws Exception;
  }

  /**
   * What the callee answers, waited for if it comes later. On a thread that works for the callee.
   *
   * @throws Exception what the callee throws
   */
  static <R> R answer(ReplicaTarget callee, CallRequest said, Reading<R> reading) throws Exception {
    InsideRequest request = new InsideRequest(said, callee, CurrentCall.orOutside(callee.id()));
    try {
      return reading.of(InsideAnswer.checked(callee.handler().handle(request)));
    } finally {
      request.cancelActions.answered();
    }
  }

  /** What is asked, whichever way it was said. */
  static CallRequest said(@Nullable Object payload) {
    return payload instanceof CallRequest said ? said : CallRequest.post("/", payload);
  }

  /** The model that a request is for: the one that it names, else that of the handle. */
  static @Nullable String model(CallRequest said, @Nullable String ofHandle) {
    return header(said, Multiplexed.HEADER).orElse(ofHandle);
  }

  /** The callee reads the model where it would stand over HTTP. */
  private static CallRequest withModel(CallRequest said, CurrentCall current) {
    if (header(said, Multiplexed.HEADER).isPresent()) {
      return said;
    }
    return current
        .multiplexedModelId()
        .map(id -> said.withHeader(Multiplexed.HEADER, id))
        .orElse(said);
  }

  private static Optional<String> header(CallRequest said, String name) {
    return said.headers().entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** A body as bytes; null has none. */
  static byte[] bytes(@Nullable Object body, PluginJson json) {
    if (body instanceof byte[] bytes) {
      return bytes;
    }
    return body == null ? EMPTY : json.write(body);
  }

  @Override
  public String id() {
    return current.id();
  }

  @Override
  public String method() {
    return said.method();
  }

  @Override
  public String path() {
    return said.path();
  }

  @Override
  public Optional<String> query(String name) {
    return Optional.ofNullable(said.query().get(name));
  }

  @Override
  public List<String> queryAll(String name) {
    return query(name).stream().toList();
  }

  @Override
  public Optional<String> header(String name) {
    return header(said, name);
  }

  @Override
  public List<String> headerAll(String name) {
    return header(name).stream().toList();
  }

  @Override
  public List<String> headerNames() {
    return List.copyOf(said.headers().keySet());
  }

  @Override
  public Optional<Duration> timeLeft() {
    return current.timeLeft();
  }

  @Override
  public boolean isCancelled() {
    return cancelActions.areDue();
  }

  @Override
  public void onCancel(Runnable action) {
    cancelActions.add(action);
  }

  @Override
  public byte[] bytes() {
    return bytes(body(), json);
  }

  @Override
  public String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  @Override
  public InputStream stream() {
    return new ByteArrayInputStream(bytes());
  }

  @Override
  public <T> T json(Class<T> type) {
    Object body = body();
    if (type.isInstance(body) && !(body instanceof byte[])) {
      return type.cast(body);
    }
    try {
      return json.read(bytes(body, json), type);
    } catch (JsonException e) {
      throw new RequestException(400, "the body does not fit: " + e.getMessage());
    }
  }

  private @Nullable Object body() {
    if (read) {
      throw new IllegalStateException("the body was read before; it can be read once");
    }
    read = true;
    return said.body();
  }
}
