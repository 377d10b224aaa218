package io.jarserve.server.replica.request;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.util.thread.Invocable;

/** A body as it arrives, for one thread of a plugin, which waits for the client. */
final class BodyStream extends InputStream implements Invocable.Task {

  private final RequestBody body;
  private final Semaphore something = new Semaphore(0);

  BodyStream(RequestBody body) {
    this.body = body;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int count = read(one, 0, 1);
    return count < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, to.length);
    if (length == 0) {
      return 0;
    }
    int count = body.read(to, offset, length);
    while (count == 0) {
      body.await(this);
      await();
      count = body.read(to, offset, length);
    }
    return count;
  }

  /** Something has arrived. */
  @Override
  public void run() {
    something.release();
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }

  private void await() throws InterruptedIOException {
    try {
      something.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the client");
    }
  }
}
