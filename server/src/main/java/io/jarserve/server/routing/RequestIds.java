package io.jarserve.server.routing;

import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/** The id of a request: the client's when it is sane, else sixteen random digits. Stateless. */
public final class RequestIds {

  public static final String HEADER = "X-Request-Id";

  private static final int MOST = 128;

  private RequestIds() {}

  /** The header of the answer; its value is the id. */
  public static HttpField of(HttpFields request) {
    HttpField given = find(request);
    return given != null ? given : field(make());
  }

  private static @Nullable HttpField find(HttpFields request) {
    for (HttpField field : request) {
      if (field.getHeader() == null && field.is(HEADER)) {
        return sane(field.getValue()) ? field(field.getValue()) : null;
      }
    }
    return null;
  }

  /** Without looking for the name among those that Jetty knows, where it is not. */
  private static HttpField field(String id) {
    return new HttpField(null, HEADER, id);
  }

  private static boolean sane(@Nullable String id) {
    if (id == null || id.isEmpty() || id.length() > MOST) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if (c <= ' ' || c > '~') {
        return false;
      }
    }
    return true;
  }

  /** The highest bit is set, so that there are always sixteen. */
  private static String make() {
    return Long.toHexString(ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE);
  }
}
