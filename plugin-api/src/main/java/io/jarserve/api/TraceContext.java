package io.jarserve.api;

import java.util.regex.Pattern;

/**
 * Where a request stands in a distributed trace, in the form of the W3C recommendation "Trace
 * Context". Jarserve reports no spans of its own, so it hands on what the caller sent; a library
 * for tracing that you bundle may make spans below it. Immutable.
 *
 * @param traceparent the value of the header of that name, such as {@code
 *     00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01}
 * @param tracestate the value of the header of that name; empty when there was none
 * @since 0.1
 */
public record TraceContext(String traceparent, String tracestate) {

  private static final Pattern SHAPE =
      Pattern.compile(
          "(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?");
  private static final int TRACE_ID = 3;
  private static final int PARENT_ID = 36;
  private static final int FLAGS = 53;

  /**
   * @throws IllegalArgumentException when {@code traceparent} is not of that form
   */
  public TraceContext {
    if (!isTraceparent(traceparent)) {
      throw new IllegalArgumentException(
          "traceparent must look like 00-<32 hex digits>-<16 hex digits>-<2 hex digits> but is '"
              + traceparent
              + "'");
    }
  }

  /** Whether a text is a traceparent: of that form, in small letters, ids not all zero. */
  public static boolean isTraceparent(String text) {
    boolean first = text.startsWith("00-");
    return (!first || text.length() == FLAGS + 2) && SHAPE.matcher(text).matches();
  }

  /** The 32 hex digits that all parts of the trace share. */
  public String traceId() {
    return traceparent.substring(TRACE_ID, TRACE_ID + 32);
  }

  /** The 16 hex digits of the caller's span, the parent of whatever you make. */
  public String parentId() {
    return traceparent.substring(PARENT_ID, PARENT_ID + 16);
  }

  /** Whether the caller may have recorded it. */
  public boolean isSampled() {
    return (Integer.parseInt(traceparent.substring(FLAGS, FLAGS + 2), 16) & 1) != 0;
  }
}
