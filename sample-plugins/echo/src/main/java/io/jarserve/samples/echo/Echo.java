package io.jarserve.samples.echo;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.Request;
import io.jarserve.api.RequestException;
import io.jarserve.api.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * Gives back what it gets.
 *
 * <pre>
 *   POST /echo                    the body as it came
 *   POST /echo/orders             JSON into records, checked: {"item": "tea", "quantity": 2}
 *   PUT  /echo/upload             reads a stream of any length: how many bytes, which SHA-256
 *   GET  /echo/download?bytes=n   writes a stream of n bytes
 * </pre>
 */
@DeploymentOptions(
    routePrefix = "/echo",
    maxRequestBytes = 10L * 1024 * 1024 * 1024,
    requestTimeout = "10m")
public final class Echo implements Deployment {

  /** What is ordered; the components are the fields of the JSON. */
  public record Order(String item, int quantity) {
    /** Says which field, its value and what it should be: the client reads it. */
    Order checked() {
      if (item == null || item.isBlank()) {
        throw new RequestException(422, "item must not be empty");
      }
      if (quantity < 1 || quantity > 1_000) {
        throw new RequestException(422, "quantity must be 1 to 1000 but is " + quantity);
      }
      return this;
    }
  }

  /** The answer to an order. */
  public record Receipt(String requestId, Order order) {}

  /** What came in. */
  public record Upload(long bytes, String sha256) {}

  private static final long MOST_DOWNLOADED = 10L * 1024 * 1024 * 1024;

  @Override
  public Response handle(Request request) throws Exception {
    return switch (request.method() + " " + request.path()) {
      case "POST /" -> same(request);
      case "POST /orders" -> Response.json(order(request)).withStatus(201);
      case "PUT /upload", "POST /upload" -> Response.json(digest(request.stream()));
      case "GET /download" -> download(request);
      default ->
          throw new RequestException(
              404, "no " + request.method() + " " + request.path() + " here");
    };
  }

  private static Response same(Request request) {
    String type = request.header("Content-Type").orElse("application/octet-stream");
    return Response.bytes(type, request.bytes());
  }

  private static Receipt order(Request request) {
    return new Receipt(request.id(), request.json(Order.class).checked());
  }

  private static Upload digest(InputStream body) throws IOException, GeneralSecurityException {
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    byte[] buffer = new byte[16 * 1024];
    long bytes = 0;
    for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
      sha256.update(buffer, 0, read);
      bytes += read;
    }
    return new Upload(bytes, HexFormat.of().formatHex(sha256.digest()));
  }

  private static Response download(Request request) {
    long bytes = bytes(request.query("bytes").orElse("1024"));
    return Response.stream("application/octet-stream", out -> write(bytes, out));
  }

  private static long bytes(String text) {
    try {
      long bytes = Long.parseLong(text);
      if (bytes >= 0 && bytes <= MOST_DOWNLOADED) {
        return bytes;
      }
    } catch (NumberFormatException e) {
      // told below, like a number that is out of range
    }
    throw new RequestException(
        400, "bytes must be 0 to " + MOST_DOWNLOADED + " but is '" + text + "'");
  }

  private static void write(long bytes, OutputStream out) throws IOException {
    byte[] piece = new byte[16 * 1024];
    for (int i = 0; i < piece.length; i++) {
      piece[i] = (byte) ('a' + i % 26);
    }
    for (long left = bytes; left > 0; left -= piece.length) {
      out.write(piece, 0, (int) Math.min(left, piece.length));
    }
  }
}
