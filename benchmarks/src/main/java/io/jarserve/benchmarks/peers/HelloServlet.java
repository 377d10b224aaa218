package io.jarserve.benchmarks.peers;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The hello sample as a servlet; its answer stands in the WAR's web.xml. {@code /slow} takes three
 * seconds.
 */
public final class HelloServlet extends HttpServlet {
  private static final long serialVersionUID = 1;

  private transient byte[] body = {};
  private String contentType = "";

  @Override
  public void init() {
    if (Boolean.parseBoolean(getInitParameter(Hello.BROKEN))) {
      throw new IllegalStateException("this version does not start");
    }
    body = URLDecoder.decode(getInitParameter(Hello.BODY), UTF_8).getBytes(UTF_8);
    contentType = getInitParameter(Hello.CONTENT_TYPE);
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (Hello.SLOW_PATH.equals(request.getPathInfo())) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(Hello.SLOW_MS));
    }
    response.setContentType(contentType);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
