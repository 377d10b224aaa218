package io.jarserve.servlet;

import io.jarserve.api.RequestException;
import io.jarserve.api.Response;
import io.jarserve.api.Response.LateAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.HttpChannel;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer, as Jetty reads and writes them: reading and writing wait for the
 * client, as the server's own streams do.
 *
 * <p>Any thread. The thread of the request waits in it until Jetty has ended the answer; once it is
 * shut, whoever still writes is refused. No {@code synchronized}: a virtual thread that waits in
 * there would keep its carrier.
 */
final class ServedStream implements HttpStream {

  private static final int PIECE = 16 * 1024;

  private final InputStream body;
  private final LateAnswer answer;
  private final ReentrantLock writing = new ReentrantLock();
  private final ReentrantLock ending = new ReentrantLock();
  private final Condition ended = ending.newCondition();
  private volatile @Nullable HttpChannel channel;
  private volatile boolean committed;
  private volatile @Nullable Throwable failure;

  /** Guarded by ending. */
  private boolean over;

  /** Guarded by writing. */
  private @Nullable OutputStream out;

  private boolean shut;

  /** One thread reads. */
  private Content.@Nullable Chunk last;

  ServedStream(InputStream body, LateAnswer answer) {
    this.body = body;
    this.answer = answer;
  }

  /** Says which channel is to be told of content. */
  void feed(HttpChannel told) {
    channel = told;
  }

  /** Keeps what the servlet threw; nothing is sent from here on. */
  void keep(Throwable thrown) {
    failure = thrown;
  }

  /** Waits until the answer is whole. When interrupted, who works on it is told. */
  void await(HttpChannel told) throws InterruptedException {
    try {
      awaitEnd();
    } catch (InterruptedException e) {
      run(told.onFailure(e));
      throw e;
    }
  }

  /** Waits for a write that is under way; refuses those that come later. */
  void shut() {
    writing.lock();
    try {
      shut = true;
    } finally {
      writing.unlock();
    }
  }

  /** Throws what went wrong. */
  void check() throws Exception {
    Throwable thrown = failure;
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof RequestException refusal) {
        throw refusal;
      }
    }
    if (thrown instanceof Error error) {
      throw error;
    } else if (thrown != null) {
      throw (Exception) thrown;
    }
  }

  @Override
  public String getId() {
    return "1";
  }

  @Override
  public Content.Chunk read() {
    Content.Chunk end = last;
    if (end != null) {
      return end;
    }
    Content.Chunk next = piece();
    if (next.isLast()) {
      last = next;
    }
    return next;
  }

  @Override
  public void demand() {
    HttpChannel told = channel;
    if (told != null) {
      run(told.onContentAvailable());
    }
  }

  @Override
  public void prepareResponse(HttpFields.Mutable headers) {}

  @Override
  public void send(
      MetaData.Request request,
      MetaData.@Nullable Response head,
      boolean end,
      @Nullable ByteBuffer content,
      Callback callback) {
    try {
      write(head, end, content);
    } catch (Throwable thrown) {
      callback.failed(thrown);
      return;
    }
    callback.succeeded();
  }

  @Override
  public Runnable cancelSend(Throwable cause, Callback callback) {
    return () -> callback.failed(cause);
  }

  @Override
  public long getIdleTimeout() {
    return 0;
  }

  @Override
  public void setIdleTimeout(long millis) {}

  @Override
  public boolean isCommitted() {
    return committed;
  }

  /** The server deals with what was not read. */
  @Override
  public @Nullable Throwable consumeAvailable() {
    return null;
  }

  @Override
  public void succeeded() {
    end();
  }

  @Override
  public void failed(Throwable cause) {
    if (failure == null) {
      failure = cause;
    }
    end();
  }

  private Content.Chunk piece() {
    byte[] piece = new byte[PIECE];
    try {
      int count = body.read(piece);
      return count < 0
          ? Content.Chunk.EOF
          : Content.Chunk.from(ByteBuffer.wrap(piece, 0, count), false);
    } catch (IOException | RuntimeException thrown) {
      return Content.Chunk.from(thrown, true);
    }
  }

  private void write(MetaData.@Nullable Response head, boolean end, @Nullable ByteBuffer content)
      throws IOException {
    writing.lock();
    try {
      if (shut) {
        throw new IOException("the exchange is over");
      }
      if (head != null && head.getStatus() >= 200) {
        begin(head);
      }
      OutputStream to = out;
      if (to != null) {
        copy(content, to);
        if (!end) {
          to.flush();
        }
      }
    } finally {
      writing.unlock();
    }
  }

  private void begin(MetaData.Response head) throws IOException {
    committed = true;
    if (failure != null) {
      return;
    }
    Response begun = Response.empty(head.getStatus());
    for (HttpField field : head.getHttpFields()) {
      begun = begun.withHeader(field.getName(), String.valueOf(field.getValue()));
    }
    out = answer.begin(begun);
  }

  private static void copy(@Nullable ByteBuffer content, OutputStream to) throws IOException {
    if (content == null || !content.hasRemaining()) {
      return;
    }
    byte[] bytes = new byte[content.remaining()];
    content.get(bytes);
    to.write(bytes);
  }

  private void awaitEnd() throws InterruptedException {
    ending.lockInterruptibly();
    try {
      while (!over) {
        ended.await();
      }
    } finally {
      ending.unlock();
    }
  }

  private void end() {
    ending.lock();
    try {
      over = true;
      ended.signalAll();
    } finally {
      ending.unlock();
    }
  }

  private static void run(@Nullable Runnable task) {
    if (task != null) {
      task.run();
    }
  }
}
