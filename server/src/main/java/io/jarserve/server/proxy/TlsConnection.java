package io.jarserve.server.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** The TLS side of a connection; its client can be watched through the encryption. Any thread. */
final class TlsConnection extends SslConnection {

  TlsConnection(
      Connector connector, SslContextFactory context, EndPoint endPoint, SSLEngine engine) {
    super(
        connector.getByteBufferPool(),
        connector.getExecutor(),
        context,
        endPoint,
        engine,
        false,
        false);
  }

  @Override
  protected SslEndPoint newSslEndPoint() {
    return new Plain();
  }

  /** What is inside of the encryption. */
  private final class Plain extends SslEndPoint implements Watchable {

    private final ReadAhead ahead = new ReadAhead(new Bare(), getExecutor());

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
        return Plain.super.fill(buffer);
      }

      @Override
      public boolean tryFillInterested(Callback callback) {
        return Plain.super.tryFillInterested(callback);
      }

      @Override
      public boolean isFillInterested() {
        return Plain.super.isFillInterested();
      }
    }
  }
}
