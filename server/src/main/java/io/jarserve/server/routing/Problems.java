package io.jarserve.server.routing;

import io.jarserve.server.json.Json;
import io.jarserve.server.json.Problem;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Answers in the form of {@code application/problem+json}. Stateless. */
public final class Problems {

  private static final HttpField TYPE =
      new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, Problem.CONTENT_TYPE);
  private static final HttpField RETRY = new PreEncodedHttpField(HttpHeader.RETRY_AFTER, "1");
  private static final HttpField[] PLAIN = {TYPE};
  private static final HttpField[] WITH_RETRY = {TYPE, RETRY};

  private Problems() {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Answer(
      int status,
      String reason,
      String title,
      String detail,
      @Nullable String field,
      HttpField[] fields) {

    ByteBuffer body(String requestId) {
      return ByteBuffer.wrap(
          Json.write(new Problem("about:blank", title, status, detail, requestId, reason, field)));
    }
  }

  static Answer of(Refusal why, String detail) {
    HttpField[] fields = why.retry() ? WITH_RETRY : PLAIN;
    return new Answer(why.status(), why.reason(), why.title(), detail, null, fields);
  }

  static Answer of(int status, String reason, String detail) {
    return new Answer(status, reason, HttpStatus.getMessage(status), detail, null, PLAIN);
  }

  /**
   * @param field what of the request is wrong, for programs
   * @param more headers beside the problem's own
   */
  static Answer of(
      int status, String reason, String detail, @Nullable String field, HttpField[] more) {
    HttpField[] fields = PLAIN;
    if (more.length > 0) {
      fields = Arrays.copyOf(more, more.length + 1);
      fields[more.length] = TYPE;
    }
    return new Answer(status, reason, HttpStatus.getMessage(status), detail, field, fields);
  }

  /** Answers a request that has no route. */
  public static void write(
      Request request, Response response, Callback callback, Refusal why, String detail) {
    write(request, response, callback, of(why, detail));
  }

  /** Answers a request that has no route. */
  public static void write(
      Request request,
      Response response,
      Callback callback,
      int status,
      String reason,
      String detail) {
    write(request, response, callback, of(status, reason, detail));
  }

  private static void write(Request request, Response response, Callback callback, Answer answer) {
    HttpField id = RequestIds.of(request.getHeaders());
    response.setStatus(answer.status());
    response.getHeaders().add(id);
    for (HttpField field : answer.fields()) {
      response.getHeaders().add(field);
    }
    response.write(true, answer.body(id.getValue()), callback);
  }
}
