package io.jarserve.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * Asks a served deployment over HTTP, through the public port as any client would. Safe for use by
 * many threads. Every call waits for the answer, at most a minute.
 *
 * @since 0.1
 */
public final class JarserveClient {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** One for all: it takes longer to make than most tests run. */
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  private final int port;

  JarserveClient(int port) {
    this.port = port;
  }

  /**
   * Where a path leads, for other clients.
   *
   * @param pathAndQuery begins with a slash; encoded as in a URI
   */
  public URI uri(String pathAndQuery) {
    if (!pathAndQuery.startsWith("/")) {
      throw new IllegalArgumentException(
          "path '" + pathAndQuery + "' must begin with a slash: '/" + pathAndQuery + "'");
    }
    return URI.create("http://127.0.0.1:" + port + pathAndQuery);
  }

  public HttpResponse<String> get(String pathAndQuery) {
    return send(request(pathAndQuery));
  }

  /** A POST of plain text. */
  public HttpResponse<String> post(String pathAndQuery, String text) {
    return post(pathAndQuery, "text/plain;charset=utf-8", text);
  }

  /** A POST of JSON. */
  public HttpResponse<String> postJson(String pathAndQuery, String json) {
    return post(pathAndQuery, "application/json", json);
  }

  /** The beginning of any request, to be given to {@link #send}. */
  public HttpRequest.Builder request(String pathAndQuery) {
    return HttpRequest.newBuilder(uri(pathAndQuery)).timeout(PATIENCE);
  }

  /** The answer to any request. */
  public HttpResponse<String> send(HttpRequest.Builder request) {
    return send(request, BodyHandlers.ofString());
  }

  /**
   * The answer to any request, its body in any form.
   *
   * @throws UncheckedIOException when the connection breaks or no answer comes in time
   */
  public <T> HttpResponse<T> send(
      HttpRequest.Builder request, HttpResponse.BodyHandler<T> bodyHandler) {
    HttpRequest built = request.build();
    try {
      return CLIENT.send(built, bodyHandler);
    } catch (IOException e) {
      throw new UncheckedIOException(built.method() + " " + built.uri() + " failed: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(built.method() + " " + built.uri() + " was interrupted", e);
    }
  }

  private HttpResponse<String> post(String pathAndQuery, String contentType, String body) {
    return send(
        request(pathAndQuery)
            .header("Content-Type", contentType)
            .POST(BodyPublishers.ofString(body)));
  }
}
