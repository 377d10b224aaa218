package io.jarserve.server.replica.request;

import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * What arrives after the headers of one request, counted against the limit.
 *
 * <p>Read by one thread at a time, and closed by any: Jetty's side of a body must not be read while
 * another thread ends the exchange, so every look at it is under the lock of this object. What is
 * read is copied under it too, because a buffer goes back to Jetty's pool at once.
 */
final class RequestBody {

  static final int END = -1;

  private final Request request;
  private final long most;

  /** All guarded by this. */
  private long read;

  private Content.@Nullable Chunk chunk;
  private boolean ended;
  private boolean closed;
  private boolean broken;
  private boolean awaited;

  private RequestBody(Request request, long most) {
    this.request = request;
    this.most = most;
  }

  /** The body of a request; null when the headers say that there is none. */
  static @Nullable RequestBody of(Request request, long most) {
    long length = request.getLength();
    boolean none =
        length == 0 || (length < 0 && !request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING));
    if (none) {
      return null;
    }
    request.addIdleTimeoutListener(timeout -> false);
    return new RequestBody(request, most);
  }

  /** As announced; -1 when unknown. */
  long length() {
    return request.getLength();
  }

  /**
   * Copies what is there.
   *
   * @return how many bytes; 0 when none have arrived, {@link #END} when no more will
   * @throws BodyTooLarge when the limit is passed
   * @throws IOException when the client broke off, or somebody else ended the exchange
   */
  synchronized int read(byte[] to, int offset, int length) throws IOException {
    if (!ready()) {
      return ended ? END : 0;
    }
    Content.Chunk current = chunk;
    if (current == null) {
      return 0;
    }
    int count = current.get(to, offset, length);
    if (!current.hasRemaining()) {
      release(current);
    }
    return count;
  }

  /** Runs the task, on any thread, once there is something to read, also an end or a failure. */
  void await(Runnable task) {
    synchronized (this) {
      awaited = true;
    }
    try {
      request.demand(task);
    } catch (IllegalStateException over) {
      task.run();
    }
  }

  /** Nothing is read from here on; who waits is woken and told. */
  void close() {
    boolean wake;
    synchronized (this) {
      closed = true;
      wake = awaited;
      if (chunk != null) {
        release(chunk);
      }
    }
    if (wake) {
      request.fail(new TimeoutException("the exchange was ended"));
    }
  }

  /** Whether the client did not send what it announced. */
  synchronized boolean isBroken() {
    return broken;
  }

  /** Whether a chunk with bytes in it is held. */
  private boolean ready() throws IOException {
    if (closed) {
      throw new IOException("the exchange is over: its deadline passed or its replica stopped");
    }
    while (chunk == null && !ended) {
      awaited = false;
      Content.Chunk next = request.read();
      if (next == null) {
        return false;
      }
      take(next);
    }
    return chunk != null;
  }

  private void take(Content.Chunk next) throws IOException {
    if (Content.Chunk.isFailure(next)) {
      broken = true;
      ended = true;
      throw new IOException("the client broke off: " + next.getFailure().getMessage());
    }
    ended = next.isLast();
    read += next.remaining();
    if (next.hasRemaining()) {
      chunk = next;
    } else {
      next.release();
    }
    if (read > most) {
      throw new BodyTooLarge(most);
    }
  }

  private void release(Content.Chunk current) {
    current.release();
    chunk = null;
  }
}
