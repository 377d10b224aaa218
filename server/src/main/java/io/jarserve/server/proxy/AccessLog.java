package io.jarserve.server.proxy;

import io.jarserve.server.logs.LogFiles;
import io.jarserve.server.routing.RequestIds;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/**
 * Writes down every request of the public port once it is answered. Runs on whatever thread ended
 * the answer, so it only picks up what the line needs, which is made on the thread that writes.
 * When that one is too slow, lines are dropped and counted.
 */
final class AccessLog implements RequestLog {

  private final LogFiles files;
  private final boolean json;

  /**
   * @param json whether a line is an object of JSON, else the combined format
   */
  AccessLog(LogFiles files, boolean json) {
    this.files = files;
    this.json = json;
  }

  @Override
  public void log(Request request, Response response) {
    Access access = access(request, response);
    files.access(access.weight(), json ? access::json : access::combined);
  }

  private static Access access(Request request, Response response) {
    HttpFields headers = request.getHeaders();
    return new Access(
        Request.getTimeStamp(request),
        System.nanoTime() - request.getBeginNanoTime(),
        request.getConnectionMetaData().getRemoteSocketAddress(),
        request.getMethod(),
        path(request),
        request.getConnectionMetaData().getHttpVersion().asString(),
        response.getStatus(),
        Response.getContentBytesWritten(response),
        headers.get(HttpHeader.REFERER),
        headers.get(HttpHeader.USER_AGENT),
        response.getHeaders().get(RequestIds.HEADER));
  }

  /** Null for what was no HTTP. */
  private static @Nullable String path(Request request) {
    return request.getHttpURI().getPathQuery();
  }
}
