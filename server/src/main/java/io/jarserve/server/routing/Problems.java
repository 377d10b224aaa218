package io.jarserve.server.routing;

import io.jarserve.server.json.Json;
import io.jarserve.server.json.Problem;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers in the form of {@code application/problem+json}. Stateless. */
public final class Problems {

  private static final HttpField TYPE =
      new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, Problem.CONTENT_TYPE);
  private static final HttpField RETRY = new PreEncodedHttpField(HttpHeader.RETRY_AFTER, "1");
  private static final HttpField[] PLAIN = {TYPE};
  private static final HttpField[] WITH_RETRY = {TYPE, RETRY};

  private Problems() {}

  record Answer(int status, String reason, String title, String detail, boolean retry) {

    HttpField[] fields() {
      return retry ? WITH_RETRY : PLAIN;
    }

    ByteBuffer body(String requestId) {
      return ByteBuffer.wrap(
          Json.write(new Problem("about:blank", title, status, detail, requestId, reason)));
    }
  }

  static Answer of(Refusal why, String detail) {
    return new Answer(why.status(), why.reason(), why.title(), detail, why.retry());
  }

  static Answer of(int status, String reason, String detail) {
    return new Answer(status, reason, HttpStatus.getMessage(status), detail, false);
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
