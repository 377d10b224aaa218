package io.jarserve.server.replica.request;

import io.jarserve.api.TraceContext;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/** The trace of a request: the caller's when it is sane, else a new one. Stateless. */
final class Traces {

  private static final String PARENT = "traceparent";
  private static final String STATE = "tracestate";
  private static final int LONGEST_STATE = 512;
  private static final HexFormat HEX = HexFormat.of();

  private Traces() {}

  static TraceContext of(@Nullable HttpFields headers) {
    String given = headers == null ? null : headers.get(PARENT);
    if (headers == null || given == null || !TraceContext.isTraceparent(given.strip())) {
      return made();
    }
    String state = String.join(",", headers.getValuesList(STATE));
    return new TraceContext(given.strip(), state.length() > LONGEST_STATE ? "" : state);
  }

  /** Not sampled: nobody recorded its beginning. */
  private static TraceContext made() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    String trace = HEX.toHexDigits(random.nextLong()) + HEX.toHexDigits(nonZero(random));
    return new TraceContext("00-" + trace + "-" + HEX.toHexDigits(nonZero(random)) + "-00", "");
  }

  private static long nonZero(ThreadLocalRandom random) {
    long bits = random.nextLong();
    return bits == 0 ? 1 : bits;
  }
}
