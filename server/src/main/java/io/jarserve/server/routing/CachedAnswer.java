package io.jarserve.server.routing;

import io.jarserve.server.files.Sha256;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is given more than once: status, headers and bytes, and nothing of the plugin that
 * gave it. Immutable.
 *
 * @param etag the deployment's, else, with status 200, a digest of the body
 * @param made in the time of the cache, when its age was 0
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record CachedAnswer(int status, HttpField[] fields, byte[] body, @Nullable String etag, long made) {

  /** How an answer came to be, as RFC 9211 has it. */
  static final HttpField HIT = new HttpField("Cache-Status", "jarserve; hit");

  static final HttpField STORED = new HttpField("Cache-Status", "jarserve; fwd=uri-miss; stored");
  static final HttpField FORWARDED = new HttpField("Cache-Status", "jarserve; fwd=uri-miss");
  static final HttpField COLLAPSED =
      new HttpField("Cache-Status", "jarserve; fwd=uri-miss; collapsed");

  private static final int OVERHEAD = 256;
  private static final int ETAG_BYTES = 12;

  static CachedAnswer of(int status, HttpFields answer, @Nullable ByteBuffer content, long now) {
    byte[] body = copy(content);
    HttpFields.Mutable fields = HttpFields.build(answer).remove(HttpHeader.AGE);
    String etag = answer.get(HttpHeader.ETAG);
    if (etag == null && status == HttpStatus.OK_200) {
      etag = digest(body);
      fields.add(HttpHeader.ETAG, etag);
    }
    HttpField[] all = fields.stream().toArray(HttpField[]::new);
    long made = now - TimeUnit.SECONDS.toNanos(CacheControl.age(answer));
    return new CachedAnswer(status, all, body, etag, made);
  }

  /** In bytes, about. */
  long weight() {
    long sum = (long) OVERHEAD + body.length;
    for (HttpField field : fields) {
      sum += field.getName().length() + String.valueOf(field.getValue()).length();
    }
    return sum;
  }

  /** Answers an exchange that was claimed. */
  void give(Exchange exchange, HttpField how, long now) {
    HttpField[] all = Arrays.copyOf(fields, fields.length + 2);
    all[fields.length] = how;
    all[fields.length + 1] = age(now);
    if (isKnownTo(exchange.request().getHeaders())) {
      exchange.whole(HttpStatus.NOT_MODIFIED_304, withoutBody(all), null);
    } else {
      exchange.whole(status, all, body.length == 0 ? null : ByteBuffer.wrap(body));
    }
  }

  private HttpField age(long now) {
    long seconds = TimeUnit.NANOSECONDS.toSeconds(now - made);
    return new HttpField(HttpHeader.AGE, Long.toString(seconds));
  }

  private boolean isKnownTo(HttpFields request) {
    String own = etag;
    if (own == null || status != HttpStatus.OK_200 || !request.contains(HttpHeader.IF_NONE_MATCH)) {
      return false;
    }
    return CacheControl.items(request, HttpHeader.IF_NONE_MATCH)
        .anyMatch(tag -> tag.equals("*") || opaque(tag).equals(opaque(own)));
  }

  private static String opaque(String tag) {
    return tag.startsWith("W/") ? tag.substring(2) : tag;
  }

  private static HttpField[] withoutBody(HttpField[] fields) {
    return Arrays.stream(fields)
        .filter(
            field ->
                field.getHeader() == HttpHeader.CONTENT_LOCATION
                    || !field.getName().regionMatches(true, 0, "Content-", 0, 8))
        .toArray(HttpField[]::new);
  }

  /** What the deployment gave it may use again for something else. */
  private static byte[] copy(@Nullable ByteBuffer content) {
    byte[] body = new byte[content == null ? 0 : content.remaining()];
    if (content != null) {
      content.duplicate().get(body);
    }
    return body;
  }

  private static String digest(byte[] body) {
    return '"' + HexFormat.of().formatHex(Sha256.of(body), 0, ETAG_BYTES) + '"';
  }
}
