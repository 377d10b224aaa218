package io.jarserve.samples.testing;

import io.jarserve.api.Response;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What a client would get of a response, late ones included.
 *
 * @param head status and headers
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Answered(Response head, byte[] bytes) {

  public static Answered of(Response response) throws Exception {
    return response.body() instanceof Response.Late late
        ? written(late)
        : new Answered(response, Bodies.bytes(response));
  }

  public int status() {
    return head.status();
  }

  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The first header of that name in any case; empty when there is none. */
  public String header(String name) {
    return head.headers().stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .map(Response.Header::value)
        .findFirst()
        .orElse("");
  }

  private static Answered written(Response.Late late) throws Exception {
    AtomicReference<Response> begun = new AtomicReference<>();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    late.writer()
        .writeTo(
            head -> {
              begun.set(head);
              return out;
            });
    Response head = begun.get();
    if (head == null) {
      throw new AssertionError("the answer was never begun");
    }
    return new Answered(head, out.toByteArray());
  }
}
