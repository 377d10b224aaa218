package io.jarserve.servlet;

import io.jarserve.api.ReplicaContext;
import io.jarserve.api.RequestException;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A servlet that does whatever the path says. */
public class EverythingServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  static final AtomicInteger LIVING = new AtomicInteger();

  @Override
  public void init() {
    LIVING.incrementAndGet();
  }

  @Override
  public void destroy() {
    LIVING.decrementAndGet();
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    response.setCharacterEncoding("UTF-8");
    switch (request.getPathInfo()) {
      case "/where/x y" -> response.getWriter().print(where(request));
      case "/headers" -> headers(request, response);
      case "/replica" -> response.getWriter().print(replica(request));
      case "/form" -> response.getWriter().print(request.getParameter("name"));
      case "/copy" -> request.getInputStream().transferTo(response.getOutputStream());
      case "/nothing" -> response.setStatus(204);
      case "/missing" -> response.sendError(404, "it is lost");
      case "/redirect" -> response.sendRedirect("/elsewhere");
      case "/redirect-near" -> response.sendRedirect("elsewhere");
      case "/throw" -> throw new IllegalStateException("boom");
      case "/wrapped" -> throw new ServletException(new RequestException(413, "too much"));
      case "/known" -> throw new UnsupportedOperationException("known");
      case "/breaks" -> breaks(response);
      case "/later" -> later(request, response);
      case "/fails-later" -> request.startAsync().setTimeout(50);
      case "/never" -> request.startAsync().setTimeout(0);
      case "/error-page" -> response.getWriter().print("a page of its own");
      default -> super.service(request, response);
    }
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.getWriter().print("got");
  }

  private static String where(HttpServletRequest request) {
    return String.join(
        " ",
        request.getRequestURL(),
        request.getQueryString(),
        request.getContextPath(),
        request.getServletPath(),
        request.getPathInfo(),
        request.getParameter("q"),
        String.valueOf(request.isSecure()),
        request.getProtocol());
  }

  private static void headers(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    List<String> values = Collections.list(request.getHeaders("x-a"));
    response.addHeader("X-B", "one");
    response.addHeader("X-B", "two");
    response.getWriter().print(values);
  }

  private static String replica(HttpServletRequest request) {
    Object context = request.getServletContext().getAttribute(ReplicaContext.class.getName());
    return ((ReplicaContext) context).replicaId();
  }

  private static void breaks(HttpServletResponse response) throws IOException {
    response.getOutputStream().write(new byte[100_000]);
    response.flushBuffer();
    throw new IllegalStateException("snap");
  }

  private static void later(HttpServletRequest request, HttpServletResponse response) {
    AsyncContext async = request.startAsync();
    async.start(
        () -> {
          try {
            response.getWriter().print("later");
            async.complete();
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        });
  }
}
