package io.jarserve.server.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * The server's end of a connection; its client can be watched.
 *
 * <p><b>Idleness.</b> Jetty looks at the clock whenever it reads, writes or waits for more, three
 * times in a request, so as to know how long a connection was idle. Here it is only noted that
 * something happened, and the clock is asked when idleness is looked for, which is done four times
 * as often: a connection is closed up to a quarter later than it could be. What remains is one look
 * when something was sent, which says how long the request took too.
 *
 * <p>Any thread.
 */
final class ProxyEndPoint extends SocketChannelEndPoint implements Watchable {

  private static final int LOOKS = 4;

  private final ReadAhead ahead;
  private volatile boolean used;
  private volatile long lastSent;

  /**
   * @param executor what a reader goes on on when there are bytes ahead
   */
  ProxyEndPoint(
      SocketChannel channel,
      ManagedSelector selector,
      SelectionKey key,
      Scheduler scheduler,
      Executor executor) {
    super(channel, selector, key, scheduler);
    this.ahead = new ReadAhead(new Bare(), executor);
  }

  @Override
  public boolean watch(Runnable whenGone) {
    return ahead.watch(whenGone);
  }

  @Override
  public int fill(ByteBuffer buffer) throws IOException {
    return ahead.fill(buffer);
  }

  @Override
  public void fillInterested(Callback callback) {
    ahead.fillInterested(callback);
  }

  @Override
  public boolean tryFillInterested(Callback callback) {
    return ahead.tryFillInterested(callback);
  }

  @Override
  public boolean isFillInterested() {
    return ahead.isFillInterested();
  }

  @Override
  public boolean flush(ByteBuffer... buffers) throws IOException {
    boolean whole = super.flush(buffers);
    lastSent = System.nanoTime();
    return whole;
  }

  /** When something was last sent, or tried to. */
  long lastSent() {
    return lastSent;
  }

  @Override
  public void notIdle() {
    used = true;
  }

  @Override
  protected long checkIdleTimeout() {
    if (used) {
      used = false;
      super.notIdle();
    }
    return Math.min(super.checkIdleTimeout(), getIdleTimeout() / LOOKS);
  }

  private final class Bare implements ReadAhead.Wire {

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
      return ProxyEndPoint.super.fill(buffer);
    }

    @Override
    public boolean tryFillInterested(Callback callback) {
      return ProxyEndPoint.super.tryFillInterested(callback);
    }

    @Override
    public boolean isFillInterested() {
      return ProxyEndPoint.super.isFillInterested();
    }
  }
}
