package io.jarserve.server.replica.handle;

import io.jarserve.api.HandleException;
import io.jarserve.api.RequestException;
import io.jarserve.api.Response;
import io.jarserve.api.Response.Header;
import io.jarserve.server.json.JsonException;
import io.jarserve.server.json.PluginJson;
import io.jarserve.server.model.DeploymentId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What a caller makes of an answer that was not made for HTTP. Stateless. */
final class InsideAnswer {

  private static final String BINARY = "application/octet-stream";

  private InsideAnswer() {}

  /**
   * The answer as a value of that type: the very object inside one generation, if it fits.
   *
   * @throws Exception what a writer of the answer throws
   */
  static <R> @Nullable R value(
      Response response, Class<R> type, PluginJson json, DeploymentId callee) throws Exception {
    if (type == Response.class) {
      return type.cast(response);
    }
    if (response.body() instanceof Response.Late) {
      return value(whole(response, json), type, json, callee);
    }
    checkAccepted(response, json, callee);
    if (response.body() instanceof Response.Json body && !isPlain(type)) {
      Object value = body.value();
      if (value == null || type.isInstance(value)) {
        return type.cast(value);
      }
    }
    return value(bytes(response, json), type, json, callee);
  }

  /** The same answer with its body in memory, so that nothing of the callee's goes along. */
  static Response whole(Response response, PluginJson json) throws Exception {
    Collected collected = collected(response, json);
    Response head = collected.head();
    Response whole = Response.bytes(BINARY, collected.body()).withStatus(head.status());
    List<Header> headers = head.headers();
    Optional<Header> type = headers.stream().filter(InsideAnswer::isType).findFirst();
    if (type.isPresent()) {
      whole = Response.bytes(type.get().value(), collected.body()).withStatus(head.status());
    }
    for (Header header : headers) {
      whole = isType(header) ? whole : whole.withHeader(header.name(), header.value());
    }
    return whole;
  }

  /**
   * The answer itself, waited for if it comes later.
   *
   * @throws IllegalStateException when there is none
   */
  static Response checked(@Nullable Response response) throws Exception {
    Response answer = response;
    while (answer != null && answer.body() instanceof Response.Async later) {
      answer = (Response) DistantMethod.arrived(later.stage());
    }
    if (answer == null) {
      throw new IllegalStateException("handle returned null: return Response.empty(204) instead");
    }
    return answer;
  }

  /** Status, headers and body, whoever decided them. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Collected(Response head, byte[] body) {}

  private static byte[] bytes(Response response, PluginJson json) throws Exception {
    return collected(response, json).body();
  }

  private static Collected collected(Response response, PluginJson json) throws Exception {
    Response.Body body = response.body();
    if (body instanceof Response.Bytes bytes) {
      return new Collected(response, bytes.content());
    } else if (body instanceof Response.Json value) {
      return new Collected(response, json.write(value.value()));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (body instanceof Response.Stream stream) {
      stream.writer().writeTo(out);
      return new Collected(response, out.toByteArray());
    } else if (body instanceof Response.Late late) {
      AtomicReference<Response> head = new AtomicReference<>(response);
      late.writer()
          .writeTo(
              begun -> {
                head.set(begun);
                return out;
              });
      return new Collected(Objects.requireNonNull(head.get()), out.toByteArray());
    }
    throw new IllegalStateException(
        "an answer of the kind "
            + body.getClass().getSimpleName()
            + " can be given over HTTP only: give text, JSON, bytes or a stream");
  }

  private static boolean isType(Header header) {
    return header.name().equalsIgnoreCase("Content-Type");
  }

  private static <R> @Nullable R value(
      byte[] body, Class<R> type, PluginJson json, DeploymentId callee) {
    if (type == byte[].class) {
      return type.cast(body);
    } else if (type == String.class) {
      return type.cast(new String(body, StandardCharsets.UTF_8));
    } else if (body.length == 0) {
      return null;
    }
    try {
      return json.read(body, type);
    } catch (JsonException e) {
      throw new HandleException.Failed(
          "the answer of " + callee + " does not fit " + type.getName() + ": " + e.getMessage());
    }
  }

  private static void checkAccepted(Response response, PluginJson json, DeploymentId callee)
      throws Exception {
    int status = response.status();
    if (status < 400) {
      return;
    }
    String text = new String(bytes(response, json), StandardCharsets.UTF_8);
    if (status < 500) {
      throw new RequestException(status, text);
    }
    throw new HandleException.Failed(callee + " answered with status " + status + ": " + text);
  }

  private static boolean isPlain(Class<?> type) {
    return type == byte[].class || type == String.class;
  }
}
