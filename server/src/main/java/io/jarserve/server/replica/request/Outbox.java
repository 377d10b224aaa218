package io.jarserve.server.replica.request;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.util.IteratingCallback;

/**
 * What is still to be sent on a connection that stays open: in order, one write at a time, and not
 * more than fits. Whoever puts something in writes it, unless a write is under way: then whoever
 * ends that one goes on. Any thread; nobody holds the lock while something is written.
 *
 * @param <T> a piece
 */
abstract class Outbox<T> extends IteratingCallback {

  /** Bytes that are kept while the client is slow; a larger piece fits when nothing else waits. */
  private static final int ROOM = 64 * 1024;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** All guarded by the lock. */
  private final Queue<Piece<T>> waiting = new ArrayDeque<>(2);

  private int bytes;
  private int underWay;
  private boolean ended;
  private boolean dropped;

  private record Piece<T>(T what, int bytes) {}

  /** Writes a piece; this is the callback. */
  abstract void write(T piece);

  /** Whether writing can begin; whoever makes it so iterates. */
  boolean isReady() {
    return true;
  }

  /** Everything is written, and no more will come. */
  abstract void writeEnd();

  /** Writing has failed: the client is gone. */
  abstract void writeFailed(Throwable cause);

  /** Sends a piece unless there is no room for it, or it was closed. */
  final boolean offer(T what, int size) {
    if (Thread.currentThread().isInterrupted()) {
      return false; // a socket that an interrupted thread writes to is closed by that
    }
    lock.lock();
    try {
      if (ended || !hasRoom(size)) {
        return false;
      }
      add(what, size);
    } finally {
      lock.unlock();
    }
    iterate();
    return true;
  }

  /**
   * Sends a piece; waits until there is room for it.
   *
   * @throws IOException when it was closed, or the thread is interrupted
   */
  final void put(T what, int size) throws IOException {
    try {
      lock.lockInterruptibly();
      try {
        while (!ended && !hasRoom(size)) {
          changed.await();
        }
        if (ended) {
          throw new IOException("it is closed, or the client is gone");
        }
        add(what, size);
      } finally {
        lock.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the client was slow");
    }
    iterate();
  }

  /** Sends what waits, and then the end. */
  final boolean end() {
    return over(false);
  }

  /** Sends nothing any more. */
  final boolean drop() {
    return over(true);
  }

  /** Whether it takes nothing any more. */
  final boolean isOver() {
    lock.lock();
    try {
      return ended;
    } finally {
      lock.unlock();
    }
  }

  @Override
  protected final Action process() {
    Piece<T> next;
    boolean last;
    lock.lock();
    try {
      if (dropped) {
        return Action.SUCCEEDED;
      } else if (!isReady()) {
        return Action.IDLE;
      }
      next = waiting.poll();
      last = ended;
      bytes -= underWay;
      underWay = next == null ? 0 : next.bytes();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (next != null) {
      write(next.what());
      return Action.SCHEDULED;
    } else if (last) {
      writeEnd();
      return Action.SUCCEEDED;
    }
    return Action.IDLE;
  }

  @Override
  protected final void onCompleteFailure(Throwable cause) {
    writeFailed(cause);
  }

  private boolean over(boolean discard) {
    boolean first;
    lock.lock();
    try {
      first = !ended;
      ended = true;
      dropped |= discard;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    iterate();
    return first;
  }

  private boolean hasRoom(int size) {
    return bytes == 0 || bytes + size <= ROOM;
  }

  private void add(T what, int size) {
    waiting.add(new Piece<>(what, size));
    bytes += size;
  }
}
