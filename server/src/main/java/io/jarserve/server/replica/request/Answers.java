package io.jarserve.server.replica.request;

import io.jarserve.api.Response;
import io.jarserve.api.Response.Header;
import io.jarserve.server.json.PluginJson;
import io.jarserve.server.routing.RequestIds;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MimeTypes;
import org.jspecify.annotations.Nullable;

/**
 * Brings responses into the form in which they are sent. Headers that stay the same from one
 * response to the next are encoded once: those of text and JSON, and those of a response that is
 * used again and again.
 *
 * <p>The framing, the date and the request id are the server's: headers of a deployment with these
 * names are left out. Any thread; lives as long as its replica.
 */
final class Answers {

  private static final Set<String> OWN =
      Set.of("transfer-encoding", "date", RequestIds.HEADER.toLowerCase(Locale.ROOT));
  private static final HttpField[] NO_FIELDS = {};
  private static final Headers TEXT = Headers.of(Response.text("").headers());
  private static final Headers JSON = Headers.of(Response.json(null).headers());

  private final PluginJson json;
  private volatile Headers last = TEXT;

  Answers(PluginJson json) {
    this.json = json;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared; looped over for each answer
  private record Headers(List<Header> source, HttpField[] fields, long declared) {

    static Headers of(List<Header> source) {
      List<HttpField> fields = new ArrayList<>(source.size());
      long declared = -1;
      for (Header header : source) {
        HttpField field = field(header);
        if (field != null) {
          fields.add(field);
          declared =
              field.getHeader() == HttpHeader.CONTENT_LENGTH ? field.getLongValue() : declared;
        }
      }
      return new Headers(source, fields.toArray(new HttpField[0]), declared);
    }

    private static @Nullable HttpField field(Header header) {
      if (OWN.contains(header.name().toLowerCase(Locale.ROOT))) {
        return null;
      }
      HttpHeader known = HttpHeader.CACHE.get(header.name());
      if (known == HttpHeader.CONTENT_TYPE) {
        MimeTypes.Type type = MimeTypes.CACHE.get(header.value());
        if (type != null) {
          return type.getContentTypeField();
        }
      }
      return new HttpField(known, header.name(), header.value());
    }
  }

  /**
   * The answer of a deployment.
   *
   * @throws IllegalStateException when it is none, or contradicts itself
   */
  Answer of(@Nullable Response response) {
    if (response == null) {
      throw new IllegalStateException("handle returned null: return Response.empty(204) instead");
    }
    if (response.body() instanceof Response.Late late) {
      return late(late.writer());
    }
    Headers headers = headers(response.headers());
    int status = response.status();
    if (isBodyless(status)) {
      return bodyless(status, headers);
    }
    if (response.body() instanceof Response.Stream stream) {
      return streamed(status, headers, stream.writer());
    }
    byte[] content = content(response.body());
    if (headers.declared() >= 0 && headers.declared() != content.length) {
      throw new IllegalStateException(
          "the body has "
              + content.length
              + " bytes but the response says Content-Length "
              + headers.declared()
              + ": leave that header out");
    }
    return new Answer(status, headers.fields(), content.length, ByteBuffer.wrap(content), null);
  }

  static boolean isBodyless(int status) {
    return status == 204 || status == 304;
  }

  /** To HEAD it gives no body, so its writer need not run. */
  private static Answer streamed(int status, Headers headers, Response.BodyWriter writer) {
    Answer.Writer unlessHead =
        out -> {
          if (!out.isToHead()) {
            writer.writeTo(out);
          }
        };
    return new Answer(status, headers.fields(), headers.declared(), null, unlessHead);
  }

  private Answer late(Response.AnswerWriter writer) {
    return new Answer(
        AnswerStream.NOT_BEGUN,
        NO_FIELDS,
        -1,
        null,
        out -> writer.writeTo(head -> out.begin(headOnly(head))));
  }

  private Answer headOnly(Response head) {
    if (!(head.body() instanceof Response.Bytes bytes) || bytes.content().length > 0) {
      throw new IllegalArgumentException(
          "begin was called with " + head + ": pass Response.empty(status), then write the body");
    }
    Headers headers = headers(head.headers());
    return isBodyless(head.status())
        ? bodyless(head.status(), headers)
        : new Answer(head.status(), headers.fields(), headers.declared(), null, null);
  }

  /** The headers that an answer has beside those of a body, which is the server's. */
  static HttpField[] beside(List<Header> source) {
    List<Header> free =
        source.stream()
            .filter(header -> !header.name().regionMatches(true, 0, "Content-", 0, 8))
            .toList();
    return Headers.of(free).fields();
  }

  /**
   * Status and headers of an answer that goes on until somebody ends it.
   *
   * @throws IllegalStateException when it announces a length
   */
  Answer head(Response response) {
    Headers headers = headers(response.headers());
    if (headers.declared() >= 0) {
      throw new IllegalStateException(
          "what stays open has no length: leave the header Content-Length out");
    }
    return new Answer(response.status(), headers.fields(), -1, null, null);
  }

  private Answer bodyless(int status, Headers headers) {
    if (status == 204 && headers.declared() >= 0) {
      List<Header> without =
          headers.source().stream()
              .filter(header -> !header.name().equalsIgnoreCase("Content-Length"))
              .toList();
      return bodyless(status, Headers.of(without));
    }
    return new Answer(status, headers.fields(), headers.declared(), null, null);
  }

  private byte[] content(Response.Body body) {
    return body instanceof Response.Bytes bytes
        ? bytes.content()
        : json.write(((Response.Json) body).value());
  }

  @SuppressWarnings("ReferenceEquality") // the same list again is the case that is made fast
  private Headers headers(List<Header> source) {
    if (source == TEXT.source()) {
      return TEXT;
    } else if (source == JSON.source()) {
      return JSON;
    }
    Headers again = last;
    if (source != again.source()) {
      again = Headers.of(source);
      last = again;
    }
    return again;
  }
}
