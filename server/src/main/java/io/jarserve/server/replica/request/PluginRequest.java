package io.jarserve.server.replica.request;

import io.jarserve.api.Request;
import io.jarserve.api.RequestException;
import io.jarserve.server.json.JsonException;
import io.jarserve.server.routing.Exchange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.MimeTypes;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/** An exchange as the author of a deployment sees it. Used by one thread at a time. */
final class PluginRequest implements Request {

  /** Up to here an announced length is believed before the bytes have come. */
  private static final long EXACT = 1 << 20;

  private final ReplicaCall call;
  private final Exchange exchange;

  /** What may still be on its way; null when there is nothing, or it has arrived. */
  private final @Nullable RequestBody coming;

  private final byte[] arrived;
  private boolean read;
  private @Nullable Fields query;

  /** With a body that may still be on its way; null when there is none. */
  PluginRequest(ReplicaCall call, @Nullable RequestBody body) {
    this.call = call;
    this.exchange = call.exchange();
    this.coming = body;
    this.arrived = BodyCollector.NOTHING;
  }

  /** With a body that has arrived. */
  PluginRequest(ReplicaCall call, byte[] body) {
    this.call = call;
    this.exchange = call.exchange();
    this.coming = null;
    this.arrived = body;
  }

  @Override
  public String id() {
    return exchange.id();
  }

  @Override
  public String method() {
    return exchange.request().getMethod();
  }

  @Override
  public String path() {
    return exchange.path();
  }

  @Override
  public String rawPath() {
    return RawPath.below(
        exchange.request().getHttpURI().getPath(), exchange.routePrefix(), exchange.path());
  }

  @Override
  public String routePrefix() {
    return exchange.routePrefix();
  }

  @Override
  public Optional<String> rawQuery() {
    return Optional.ofNullable(exchange.request().getHttpURI().getQuery());
  }

  @Override
  public String scheme() {
    return exchange.request().getHttpURI().getScheme();
  }

  @Override
  public String authority() {
    HttpURI uri = exchange.request().getHttpURI();
    return uri.hasAuthority() ? uri.getAuthority() : local();
  }

  @Override
  public String protocol() {
    return exchange.request().getConnectionMetaData().getProtocol();
  }

  @Override
  public Optional<InetSocketAddress> remoteAddress() {
    return exchange.request().getConnectionMetaData().getRemoteSocketAddress()
            instanceof InetSocketAddress address
        ? Optional.of(address)
        : Optional.empty();
  }

  @Override
  public Optional<String> query(String name) {
    return Optional.ofNullable(queries().getValue(name));
  }

  @Override
  public List<String> queryAll(String name) {
    List<String> values = queries().getValuesOrEmpty(name);
    return List.copyOf(values);
  }

  @Override
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers().get(name));
  }

  @Override
  public List<String> headerAll(String name) {
    return List.copyOf(headers().getValuesList(name));
  }

  @Override
  public List<String> headerNames() {
    return headers().stream().map(HttpField::getName).distinct().toList();
  }

  @Override
  public Optional<Duration> timeLeft() {
    if (!exchange.hasDeadline()) {
      return Optional.empty();
    }
    return Optional.of(Duration.ofNanos(Math.max(0, exchange.timeLeft(System.nanoTime()))));
  }

  @Override
  public boolean isCancelled() {
    return call.isCancelled();
  }

  @Override
  public void onCancel(Runnable action) {
    call.onCancel(action);
  }

  @Override
  public byte[] bytes() {
    handOut();
    if (coming == null) {
      return arrived;
    }
    long length = coming.length();
    try {
      InputStream in = new BodyStream(coming);
      return length > 0 && length <= EXACT ? exactly(in, (int) length) : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String text() {
    return new String(bytes(), charset());
  }

  @Override
  public InputStream stream() {
    handOut();
    return coming == null ? new ByteArrayInputStream(arrived) : new BodyStream(coming);
  }

  @Override
  public <T> T json(Class<T> type) {
    try {
      return call.target().json().read(bytes(), type);
    } catch (JsonException e) {
      throw unfit(e);
    }
  }

  @Override
  public <T> T checkedJson(Class<T> type) {
    try {
      return call.target().json().checked().read(bytes(), type);
    } catch (JsonException e) {
      throw unfit(e);
    }
  }

  private void handOut() {
    if (read) {
      throw new IllegalStateException("the body was read before; it can be read once");
    }
    read = true;
  }

  private static RuntimeException unfit(JsonException e) {
    if (!e.inputAtFault()) {
      return new IllegalStateException(e.getMessage());
    }
    String field = e.field().isEmpty() ? null : e.field();
    return new RequestException(400, "the body does not fit: " + e.getMessage(), field, List.of());
  }

  /** Until the end was seen too, the client cannot be watched. */
  private static void skipEnd(InputStream in, boolean whole) throws IOException {
    int end = whole ? in.read() : -1;
    if (end >= 0) {
      throw new IOException("the body is longer than announced");
    }
  }

  private static byte[] exactly(InputStream in, int length) throws IOException {
    byte[] whole = new byte[length];
    int count = in.readNBytes(whole, 0, length);
    skipEnd(in, count == length);
    return count == length ? whole : Arrays.copyOf(whole, count);
  }

  private HttpFields headers() {
    return exchange.request().getHeaders();
  }

  private String local() {
    org.eclipse.jetty.server.Request request = exchange.request();
    return org.eclipse.jetty.server.Request.getServerName(request)
        + ":"
        + org.eclipse.jetty.server.Request.getServerPort(request);
  }

  private Fields queries() {
    if (query == null) {
      try {
        query = org.eclipse.jetty.server.Request.extractQueryParameters(exchange.request());
      } catch (RuntimeException e) {
        throw new RequestException(400, "the query cannot be decoded: " + e.getMessage());
      }
    }
    return query;
  }

  private Charset charset() {
    String type = headers().get(HttpHeader.CONTENT_TYPE);
    String name = type == null ? null : MimeTypes.getCharsetFromContentType(type);
    try {
      return name == null ? StandardCharsets.UTF_8 : Charset.forName(name);
    } catch (IllegalArgumentException e) {
      throw new RequestException(415, "charset '" + name + "' of the content type is not known");
    }
  }
}
