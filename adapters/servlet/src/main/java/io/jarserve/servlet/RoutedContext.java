package io.jarserve.servlet;

import org.eclipse.jetty.ee11.servlet.ServletApiRequest;
import org.eclipse.jetty.ee11.servlet.ServletChannel;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.ee11.servlet.ServletHandler.MappedServlet;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.pathmap.MatchedResource;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.URIUtil;

/**
 * The context of one servlet deployment, at the route prefix that was in force at the start. An
 * operator may change that while the servlets live: then each request sees the prefix that it came
 * by. Any thread.
 */
final class RoutedContext extends ServletContextHandler {

  RoutedContext(String contextPath) {
    super(contextPath);
  }

  @Override
  protected ServletContextRequest newServletContextRequest(
      ServletChannel channel,
      Request request,
      Response response,
      String path,
      MatchedResource<MappedServlet> matched) {
    String prefix = prefix(request);
    return prefix.equals(getRequestContextPath())
        ? super.newServletContextRequest(channel, request, response, path, matched)
        : new Moved(channel, new Readdressed(request, prefix), response, path, matched);
  }

  private String prefix(Request request) {
    if (request.getConnectionMetaData() instanceof ServedConnection served) {
      String prefix = served.routePrefix();
      return prefix.equals("/") ? "" : URIUtil.encodePath(prefix);
    }
    return getRequestContextPath();
  }

  /** A request with the address that the client asked for. */
  private final class Readdressed extends Request.Wrapper {
    private final String prefix;
    private final HttpURI uri;

    Readdressed(Request request, String prefix) {
      super(request);
      HttpURI before = request.getHttpURI();
      String below = before.getPath().substring(getRequestContextPath().length());
      this.prefix = prefix;
      this.uri = HttpURI.build(before).path(prefix + below).asImmutable();
    }

    @Override
    public HttpURI getHttpURI() {
      return uri;
    }
  }

  private final class Moved extends ServletContextRequest {
    private final Readdressed request;

    Moved(
        ServletChannel channel,
        Readdressed request,
        Response response,
        String path,
        MatchedResource<MappedServlet> matched) {
      super(
          RoutedContext.this.getContext().getServletContext(),
          channel,
          request,
          response,
          path,
          matched,
          RoutedContext.this.getSessionHandler());
      this.request = request;
    }

    @Override
    protected ServletApiRequest newServletApiRequest() {
      return new ServletApiRequest(this) {
        @Override
        public String getContextPath() {
          return request.prefix;
        }
      };
    }
  }
}
