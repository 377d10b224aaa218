package io.jarserve.api;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * An answer: status, headers and body. Immutable; the methods that change something return a copy,
 * so a constant can be the start of many answers.
 *
 * @since 0.1
 */
public final class Response {

  /** One header line. */
  public record Header(String name, String value) {
    /**
     * @throws IllegalArgumentException when name or value hold a line break or NUL, or the name is
     *     empty
     */
    public Header {
      if (name.isEmpty() || unsafe(name) || unsafe(value)) {
        throw new IllegalArgumentException(
            "header '" + name + "': name and value must not be empty or hold a line break");
      }
    }

    private static boolean unsafe(String text) {
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == '\r' || c == '\n' || c == 0) {
          return true;
        }
      }
      return false;
    }
  }

  /** What follows the headers. */
  public sealed interface Body permits Bytes, Json, Stream, Late, Async, Events, Socket {}

  /**
   * A body in memory.
   *
   * @param content never changed after it was handed over
   */
  @SuppressWarnings("ArrayRecordComponent") // copied neither way: a body is handed over, not shared
  public record Bytes(byte[] content) implements Body {}

  /** A value that the server writes as JSON. */
  public record Json(@Nullable Object value) implements Body {}

  /** A body that is written while it is sent. */
  public record Stream(BodyWriter writer) implements Body {}

  /**
   * An answer whose status and headers its writer decides.
   *
   * @since 0.1
   */
  public record Late(AnswerWriter writer) implements Body {}

  /**
   * An answer that is not known yet.
   *
   * @param stage completes with the answer, on any thread
   * @since 0.1
   */
  public record Async(CompletionStage<Response> stage) implements Body {}

  /**
   * Server-sent events, for as long as both sides like.
   *
   * @param heartbeat after so long without an event a comment is sent; zero: never
   * @since 0.1
   */
  public record Events(Duration heartbeat, EventHandler handler) implements Body {}

  /**
   * Gets a stream of server-sent events.
   *
   * @since 0.1
   */
  @FunctionalInterface
  public interface EventHandler {
    /**
     * The client has been told that the stream is open. Called once, on a thread of the plugin's,
     * and may return at once: the stream stays open.
     *
     * @throws Exception breaks the connection; the log gets the stack trace
     */
    void open(EventStream stream) throws Exception;
  }

  /**
   * A WebSocket, for as long as both sides like.
   *
   * @since 0.1
   */
  public record Socket(WebSocketOptions options, WebSocketListener listener) implements Body {}

  /** Writes a body piece by piece, on the thread of the request. */
  @FunctionalInterface
  public interface BodyWriter {
    /**
     * @param out waits while the client is slow; flush it to send what was written so far
     * @throws Exception breaks the connection, so that the client can tell that the body is not
     *     whole
     */
    void writeTo(OutputStream out) throws Exception;
  }

  /**
   * Begins an answer and writes its body, on the thread of the request.
   *
   * @since 0.1
   */
  @FunctionalInterface
  public interface AnswerWriter {
    /**
     * The request may be read meanwhile.
     *
     * @param answer not begun yet; must have been when this returns
     * @throws Exception before something was sent: becomes an answer as if {@code handle} had
     *     thrown it; afterwards it breaks the connection
     */
    void writeTo(LateAnswer answer) throws Exception;
  }

  /**
   * An answer that has not begun.
   *
   * @since 0.1
   */
  @FunctionalInterface
  public interface LateAnswer {
    /**
     * Sets status and headers, once. Nothing is sent before the body is flushed or larger than a
     * buffer; a shorter one gets its length announced.
     *
     * @param head without a body, as {@link Response#empty} makes it
     * @return for the body, which a client that may have none does not get; waits while the client
     *     is slow
     * @throws IllegalArgumentException when the head has a body
     * @throws IllegalStateException when the answer has begun before
     */
    OutputStream begin(Response head) throws IOException;
  }

  private static final Bytes EMPTY = new Bytes(new byte[0]);
  private static final String CONTENT_TYPE = "Content-Type";
  private static final List<Header> TEXT =
      List.of(new Header(CONTENT_TYPE, "text/plain;charset=utf-8"));
  private static final List<Header> JSON = List.of(new Header(CONTENT_TYPE, "application/json"));
  private static final List<Header> EVENTS =
      List.of(
          new Header(CONTENT_TYPE, "text/event-stream"), new Header("Cache-Control", "no-store"));
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  private final int status;
  private final List<Header> headers;
  private final Body body;

  private Response(int status, List<Header> headers, Body body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /** Status 200 and UTF-8 text. */
  public static Response text(String text) {
    return new Response(200, TEXT, new Bytes(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Status 200 and a value as JSON: a record, a bean, a collection, a map, a string, a number or
   * null.
   */
  public static Response json(@Nullable Object value) {
    return new Response(200, JSON, new Json(value));
  }

  /**
   * Status 200 and bytes.
   *
   * @param content must not be changed afterwards
   */
  public static Response bytes(String contentType, byte[] content) {
    return new Response(200, List.of(new Header(CONTENT_TYPE, contentType)), new Bytes(content));
  }

  /** Status 200 and a body that is written while it is sent. */
  public static Response stream(String contentType, BodyWriter writer) {
    return new Response(200, List.of(new Header(CONTENT_TYPE, contentType)), new Stream(writer));
  }

  /**
   * An answer whose status and headers are known only while it is written. For code that brings an
   * idea of a response of its own, such as a servlet; {@link #withStatus} and {@link #withHeader}
   * change nothing about it.
   *
   * @since 0.1
   */
  public static Response late(AnswerWriter writer) {
    return new Response(200, List.of(), new Late(writer));
  }

  /**
   * An answer that comes later, without a thread that waits for it. {@link Deployment#handle}
   * returns at once; the answer is sent when the stage completes, on whatever thread that happens.
   * If it completes with an exception, that counts as if {@code handle} had thrown it. {@link
   * #withStatus} and {@link #withHeader} change the answer that comes.
   *
   * <p>Until the stage completes the request has its slot in {@code max_ongoing_requests}, and its
   * deadline runs. When nobody waits for the answer any more, because the deadline passed, the
   * client went or the replica stops, the stage is cancelled: a {@link
   * java.util.concurrent.CompletableFuture} completes by that, and {@link Request#onCancel} tells
   * the work behind it.
   *
   * @since 0.1
   */
  public static Response async(CompletionStage<Response> stage) {
    return new Response(200, List.of(), new Async(stage));
  }

  /**
   * Server-sent events ({@code text/event-stream}), with a comment every 15 seconds in which
   * nothing else is sent. See {@link EventStream}.
   *
   * <p>{@code request_timeout_s} holds until the stream has begun, not for its life. It has a slot
   * in {@code max_ongoing_requests} until it is closed.
   *
   * @since 0.1
   */
  public static Response events(EventHandler handler) {
    return events(HEARTBEAT, handler);
  }

  /**
   * Server-sent events.
   *
   * @param heartbeat after so long without an event a comment is sent, which keeps connections open
   *     on the way and finds out clients that went silently; {@link Duration#ZERO}: never
   * @throws IllegalArgumentException when it is negative
   * @since 0.1
   */
  public static Response events(Duration heartbeat, EventHandler handler) {
    if (heartbeat.isNegative()) {
      throw new IllegalArgumentException("heartbeat must not be negative but is " + heartbeat);
    }
    return new Response(200, EVENTS, new Events(heartbeat, handler));
  }

  /** A WebSocket with {@link WebSocketOptions#DEFAULT}. See {@link WebSocket}. */
  public static Response webSocket(WebSocketListener listener) {
    return webSocket(WebSocketOptions.DEFAULT, listener);
  }

  /**
   * A WebSocket. A client that did not ask for one gets status 426. Headers are added to the answer
   * that opens it; a status means nothing.
   *
   * <p>{@code request_timeout_s} holds until it is open, not for its life. It has a slot in {@code
   * max_ongoing_requests} until it is closed.
   *
   * @since 0.1
   */
  public static Response webSocket(WebSocketOptions options, WebSocketListener listener) {
    return new Response(200, List.of(), new Socket(options, listener));
  }

  /** A status without headers or body. */
  public static Response empty(int status) {
    return new Response(checked(status), List.of(), EMPTY);
  }

  /**
   * This answer with another status.
   *
   * @param status 200 to 599
   */
  public Response withStatus(int status) {
    int wanted = checked(status);
    if (body instanceof Async async) {
      return async(async.stage().thenApply(answer -> answer.withStatus(wanted)));
    }
    return new Response(wanted, headers, body);
  }

  /** This answer with one more header; a second one of the same name is added, not replaced. */
  public Response withHeader(String name, String value) {
    Header header = new Header(name, value);
    if (body instanceof Async async) {
      return async(async.stage().thenApply(answer -> answer.withHeader(name, value)));
    }
    List<Header> more = new ArrayList<>(headers);
    more.add(header);
    return new Response(status, List.copyOf(more), body);
  }

  /** The status, 200 to 599. */
  public int status() {
    return status;
  }

  /** The headers in order; unmodifiable. */
  public List<Header> headers() {
    return headers;
  }

  /** What follows the headers. */
  public Body body() {
    return body;
  }

  private static int checked(int status) {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("status must be 200 to 599 but is " + status);
    }
    return status;
  }

  @Override
  public String toString() {
    return "Response["
        + status
        + ", "
        + headers.size()
        + " headers, "
        + body.getClass().getSimpleName()
        + "]";
  }
}
