package io.jarserve.servlet;

import io.jarserve.api.Request;
import io.jarserve.api.Response.LateAnswer;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.server.HttpChannel;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Jetty's servlet container, fed with the requests of one replica. Its threads are there for what
 * asynchronous servlets start, and end with it. Any thread; lives from start to stop.
 */
final class JettyRuntime {

  private static final int MOST_THREADS = 64;

  private final Server server;
  private final Inlet inlet;
  private final String contextPath;

  private JettyRuntime(Server server, Inlet inlet, String contextPath) {
    this.server = server;
    this.inlet = inlet;
    this.contextPath = contextPath;
  }

  /** Initializes listeners, filters and servlets. */
  static JettyRuntime start(ServletContextHandler context) throws Exception {
    QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, 0);
    threads.setName("servlet");
    Server server = new Server(threads);
    Inlet inlet = new Inlet(server);
    server.addConnector(inlet);
    server.setHandler(context);
    context.setErrorHandler(Thrown.before(context.getErrorHandler()));
    try {
      server.start();
    } catch (Exception e) {
      server.stop();
      throw e;
    }
    return new JettyRuntime(server, inlet, context.getRequestContextPath());
  }

  /** Answers one request; returns when the answer is whole. */
  void serve(Request request, LateAnswer answer) throws Exception {
    ServedStream stream = new ServedStream(request.stream(), answer);
    HttpChannel channel = inlet.channel(request, stream);
    try {
      stream.feed(channel);
      Runnable task = channel.onRequest(metaData(request));
      if (task != null) {
        task.run();
      }
      stream.await(channel);
    } finally {
      stream.shut();
    }
    stream.check();
  }

  /** Destroys servlets, filters and listeners, and ends the threads. */
  void stop() throws Exception {
    server.stop();
  }

  private MetaData.Request metaData(Request request) {
    HttpFields.Mutable headers = HttpFields.build();
    for (String name : request.headerNames()) {
      request.headerAll(name).forEach(value -> headers.add(name, value));
    }
    return new MetaData.Request(
        request.method(),
        uri(request),
        HttpVersion.fromString(request.protocol()),
        headers,
        headers.getLongField(HttpHeader.CONTENT_LENGTH));
  }

  private HttpURI uri(Request request) {
    String query = request.rawQuery().map(text -> "?" + text).orElse("");
    return HttpURI.from(
        request.scheme() + "://" + request.authority() + contextPath + request.rawPath() + query);
  }
}
