package io.jarserve.server.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadPendingException;
import java.util.concurrent.Executor;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Sees that the client of a connection closes it while nobody reads.
 *
 * <p>A connection tells of its end only to who reads, so a watch reads ahead, a little. What it
 * finds besides an end is kept and given to whoever reads next; from there on this request's client
 * cannot be watched, because its end is behind bytes that nobody wants yet. A watch that nothing
 * happened to is left in place when the next request is awaited: it then serves that one.
 *
 * <p>Any thread; everything is guarded by {@link #lock}, which nobody holds for longer than it
 * takes to read what is there.
 */
final class ReadAhead {

  private static final int AHEAD = 1024;

  /** The connection itself, without reading ahead. */
  interface Wire {
    int fill(ByteBuffer buffer) throws IOException;

    boolean tryFillInterested(Callback callback);

    boolean isFillInterested();
  }

  private final Wire wire;
  private final Executor executor;
  private final Object lock = new Object();
  private final Callback readable = new WhenReadable();
  private boolean watching;
  private @Nullable Runnable gone;
  private @Nullable Callback reader;
  private @Nullable ByteBuffer ahead;

  /**
   * @param executor what a reader goes on on when there are bytes ahead
   */
  ReadAhead(Wire wire, Executor executor) {
    this.wire = wire;
    this.executor = executor;
  }

  /** Calls once when the client is gone. Says false when somebody reads, and so will see it. */
  boolean watch(Runnable whenGone) {
    synchronized (lock) {
      if (!watching && ahead == null) {
        watching = wire.tryFillInterested(readable);
      }
      gone = watching ? whenGone : null;
      return watching || ahead != null;
    }
  }

  int fill(ByteBuffer buffer) throws IOException {
    synchronized (lock) {
      ByteBuffer before = ahead;
      if (before == null) {
        return wire.fill(buffer);
      }
      int count = BufferUtil.append(buffer, before);
      if (!before.hasRemaining()) {
        ahead = null;
      }
      return count;
    }
  }

  void fillInterested(Callback callback) {
    if (!tryFillInterested(callback)) {
      throw new ReadPendingException();
    }
  }

  boolean tryFillInterested(Callback callback) {
    synchronized (lock) {
      gone = null;
      if (watching) {
        boolean first = reader == null;
        reader = first ? callback : reader;
        return first;
      } else if (ahead == null) {
        return wire.tryFillInterested(callback);
      }
    }
    executor.execute(callback::succeeded);
    return true;
  }

  /**
   * A watch is nobody's reading: Jetty breaks connections on which an answer ends while one reads.
   */
  boolean isFillInterested() {
    synchronized (lock) {
      return watching ? reader != null : wire.isFillInterested();
    }
  }

  /** What to do now that there is something to read, or an end. */
  private @Nullable Runnable look() {
    Runnable told = gone;
    ByteBuffer found = BufferUtil.allocate(AHEAD);
    int count;
    try {
      count = wire.fill(found);
    } catch (IOException broken) {
      count = -1;
    }
    if (count == 0) {
      watching = wire.tryFillInterested(readable);
      return null;
    }
    gone = null;
    ahead = count > 0 ? found : null;
    return count < 0 ? told : null;
  }

  private final class WhenReadable implements Callback {

    @Override
    public void succeeded() {
      Callback waiting;
      Runnable told = null;
      synchronized (lock) {
        watching = false;
        waiting = reader;
        reader = null;
        if (waiting == null) {
          told = look();
        }
      }
      if (waiting != null) {
        waiting.succeeded();
      } else if (told != null) {
        told.run();
      }
    }

    @Override
    public void failed(Throwable cause) {
      Callback waiting;
      Runnable told;
      synchronized (lock) {
        watching = false;
        waiting = reader;
        reader = null;
        told = gone;
        gone = null;
      }
      if (waiting != null) {
        waiting.failed(cause);
      } else if (told != null) {
        told.run();
      }
    }

    @Override
    public InvocationType getInvocationType() {
      synchronized (lock) {
        return reader == null ? InvocationType.NON_BLOCKING : reader.getInvocationType();
      }
    }
  }
}
