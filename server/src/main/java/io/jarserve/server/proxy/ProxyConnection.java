package io.jarserve.server.proxy;

import io.jarserve.server.routing.Client;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.Callback;

/**
 * A connection that waits for its next request without a detour.
 *
 * <p>When an answer was finished on another thread than Jetty's, which is so for every blocking
 * deployment, Jetty sends the connection through its thread pool once more, to read the next
 * request, which is hardly ever there yet. That is a change of threads and two reads for nothing, a
 * quarter of the cost of a small request. Here the thread that finished the answer asks to be told
 * when there is something to read, as Jetty itself does when the answer was finished on its own
 * thread. Whenever there may be more to do than that, Jetty's way is taken.
 */
final class ProxyConnection extends HttpConnection implements Client {

  private final Callback readable = new WhenReadable();
  private final Executor resume = this::resume;
  private boolean bodyless;

  ProxyConnection(HttpConfiguration configuration, Connector connector, EndPoint endPoint) {
    super(configuration, connector, endPoint);
  }

  /** While a part of the request is unread, whoever reads it notices by itself. */
  @Override
  public boolean watch(Runnable gone) {
    return getParser().isComplete()
        && getEndPoint() instanceof Watchable endPoint
        && endPoint.watch(gone);
  }

  @Override
  public long lastSent() {
    return getEndPoint() instanceof ProxyEndPoint endPoint
        ? endPoint.lastSent()
        : System.nanoTime();
  }

  @Override
  protected Executor getExecutor() {
    return resume;
  }

  @Override
  protected HttpStreamOverHTTP1 newHttpStream(String method, String uri, HttpVersion version) {
    bodyless = method.equals("GET") || method.equals("HEAD");
    return super.newHttpStream(method, uri, version);
  }

  private void resume(Runnable task) {
    if (task.equals(this) && bodyless && isRequestBufferEmpty() && getEndPoint().isOpen()) {
      fillInterested(readable);
    } else {
      super.getExecutor().execute(task);
    }
  }

  private final class WhenReadable implements Callback {

    @Override
    public void succeeded() {
      onFillable();
    }

    @Override
    public void failed(Throwable cause) {
      onFillInterestedFailed(cause);
    }

    @Override
    public InvocationType getInvocationType() {
      return InvocationType.NON_BLOCKING;
    }
  }
}
