package io.jarserve.server.replica.request;

import io.jarserve.server.routing.Exchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * A body that is written while it is sent. Gathers small writes, waits while the client is slow,
 * and keeps to the announced length. Nothing is sent, and the status can still become another one,
 * until the first buffer is full or flushed.
 *
 * <p>Used by one thread. Buffers are not pooled: when the thread is interrupted in the middle of a
 * write, Jetty may still read from them.
 */
final class AnswerStream extends OutputStream {

  /** The status of an answer whose writer has yet to begin it. */
  static final int NOT_BEGUN = 0;

  private static final int BUFFER = 16 * 1024;
  private static final int PIECE = 64 * 1024;

  private final Exchange exchange;
  private final boolean toHead;
  private Answer answer;
  private final byte[] buffer = new byte[BUFFER];
  private int count;
  private long written;
  private boolean begun;
  private boolean closed;
  private boolean clientGone;

  AnswerStream(Exchange exchange, Answer answer) {
    this.exchange = exchange;
    this.answer = answer;
    this.toHead = exchange.request().getMethod().equals("HEAD");
  }

  /** Gives an answer the status and headers that it did not have yet. */
  AnswerStream begin(Answer head) {
    if (answer.status() != NOT_BEGUN) {
      throw new IllegalStateException("the answer has begun: begin can be called once");
    }
    answer = head;
    return this;
  }

  /** Whether the client wants the headers alone. */
  boolean isToHead() {
    return toHead;
  }

  @Override
  public void write(int b) throws IOException {
    account(1);
    if (isWithoutBody()) {
      return;
    }
    if (count == BUFFER) {
      push();
    }
    buffer[count++] = (byte) b;
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, from.length);
    account(length);
    if (isWithoutBody()) {
      return;
    }
    if (length <= BUFFER - count) {
      System.arraycopy(from, offset, buffer, count, length);
      count += length;
      return;
    }
    push();
    if (length < BUFFER) {
      System.arraycopy(from, offset, buffer, 0, length);
      count = length;
    } else {
      pass(from, offset, length);
    }
  }

  @Override
  public void flush() throws IOException {
    if (!closed) {
      push();
    }
  }

  /** What follows is refused; the end is sent when the writer has returned. */
  @Override
  public void close() {
    closed = true;
  }

  /** Whether the status is on its way to the client. */
  boolean begun() {
    return begun;
  }

  /** Whether writing failed, which is not the deployment's fault. */
  boolean clientGone() {
    return clientGone;
  }

  /** Checks that the answer has begun, and that nothing announced is missing. */
  void checkWhole() throws IOException {
    if (answer.status() == NOT_BEGUN) {
      throw new IllegalStateException(
          "the writer of a late answer returned without beginning it: call begin");
    }
    if (answer.declared() > written && !isWithoutBody()) {
      throw new IOException(
          "the body ended after " + written + " bytes but Content-Length is " + answer.declared());
    }
  }

  /** Sends what is left, and the end. Waits for nothing. */
  void finish() {
    closed = true;
    ByteBuffer rest = ByteBuffer.wrap(buffer, 0, count);
    if (begun) {
      exchange.write(true, rest, exchange);
    } else if (exchange.claim()) {
      exchange.send(answer.status(), answer.fields(), rest);
    }
  }

  private boolean isWithoutBody() {
    return toHead || Answers.isBodyless(answer.status());
  }

  private void account(int length) throws IOException {
    if (closed) {
      throw new IOException("the body is closed");
    }
    written += length;
    if (answer.declared() >= 0 && written > answer.declared()) {
      throw new IOException("the body is longer than its Content-Length " + answer.declared());
    }
  }

  private void push() throws IOException {
    int length = count;
    count = 0;
    send(ByteBuffer.wrap(buffer, 0, length));
  }

  private void pass(byte[] from, int offset, int length) throws IOException {
    for (int done = 0; done < length; done += PIECE) {
      send(ByteBuffer.wrap(from, offset + done, Math.min(PIECE, length - done)));
    }
  }

  private void send(ByteBuffer piece) throws IOException {
    begin();
    PieceSent sent = new PieceSent();
    try {
      exchange.write(false, piece, sent);
      sent.await();
    } catch (IOException | RuntimeException e) {
      clientGone = true;
      closed = true;
      throw new IOException("the client is gone, or the exchange is over: " + e.getMessage(), e);
    }
  }

  private void begin() throws IOException {
    if (begun) {
      return;
    }
    if (!exchange.claim()) {
      closed = true;
      throw new IOException("the exchange is over: its deadline passed or its replica stopped");
    }
    begun = true;
    exchange.head(answer.status(), answer.fields());
  }
}
