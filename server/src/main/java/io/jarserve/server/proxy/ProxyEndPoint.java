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

/** The server's end of a connection; its client can be watched. Any thread. */
final class ProxyEndPoint extends SocketChannelEndPoint implements Watchable {

  private final ReadAhead ahead;

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
