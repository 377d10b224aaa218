package io.jarserve.server.replica.request;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Lets the thread that wrote a piece wait until Jetty has sent it. */
final class PieceSent implements Callback {

  private final Thread writer = Thread.currentThread();
  private @Nullable Throwable failure;
  private volatile boolean done;

  @Override
  public void succeeded() {
    done = true;
    LockSupport.unpark(writer);
  }

  @Override
  public void failed(Throwable cause) {
    failure = cause;
    succeeded();
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }

  void await() throws IOException {
    while (!done) {
      LockSupport.park(this);
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("interrupted while the client was slow");
      }
    }
    if (failure != null) {
      throw new IOException(failure.getMessage());
    }
  }
}
