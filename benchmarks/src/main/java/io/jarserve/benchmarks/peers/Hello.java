package io.jarserve.benchmarks.peers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.nio.ByteBuffer;

/**
 * The one answer of a peer; the scripts pass what the hello sample answers.
 *
 * @param encodedBody percent-encoded, so that line ends survive shells and XML
 */
record Hello(String contentType, String encodedBody) {

  static final String CONTENT_TYPE = "hello.type";
  static final String BODY = "hello.body";
  static final String BROKEN = "hello.broken";
  static final String SLOW_PATH = "/slow";
  static final int SLOW_MS = 3_000;

  /** From the system properties {@code hello.type} and {@code hello.body}. */
  static Hello fromProperties() {
    return new Hello(
        System.getProperty(CONTENT_TYPE, "text/plain;charset=utf-8"),
        System.getProperty(BODY, "hello"));
  }

  ByteBuffer body() {
    return UTF_8.encode(URLDecoder.decode(encodedBody, UTF_8));
  }
}
