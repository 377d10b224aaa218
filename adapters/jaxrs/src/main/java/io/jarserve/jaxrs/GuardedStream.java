package io.jarserve.jaxrs;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A body that can be shut while another thread may write to it. Not {@code synchronized}: a virtual
 * thread that waits for a slow client in there would keep its carrier.
 */
final class GuardedStream extends OutputStream {

  private final OutputStream out;
  private final ReentrantLock lock = new ReentrantLock();
  private boolean shut;

  GuardedStream(OutputStream out) {
    this.out = out;
  }

  private interface Step {
    void run() throws IOException;
  }

  @Override
  public void write(int b) throws IOException {
    guarded(() -> out.write(b));
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    guarded(() -> out.write(from, offset, length));
  }

  @Override
  public void flush() throws IOException {
    guarded(out::flush);
  }

  /** The server sends the end when the request's thread has returned. */
  @Override
  public void close() {
    shut();
  }

  /** Waits for a write that is under way; refuses those that come later. */
  void shut() {
    lock.lock();
    try {
      shut = true;
    } finally {
      lock.unlock();
    }
  }

  private void guarded(Step step) throws IOException {
    lock.lock();
    try {
      if (shut) {
        throw new IOException("the body is closed");
      }
      step.run();
    } finally {
      lock.unlock();
    }
  }
}
