package io.jarserve.benchmarks.peers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/** The one answer of a peer; the scripts pass what the hello sample answers. */
record Hello(String contentType, ByteBuffer body) {

  static final String CONTENT_TYPE = "hello.type";
  static final String BODY = "hello.body";
  static final String BROKEN = "hello.broken";
  static final String SLOW_PATH = "/slow";
  static final int SLOW_MS = 3_000;

  /** From the system properties {@code hello.type} and {@code hello.body}. */
  static Hello fromProperties() {
    return new Hello(
        System.getProperty(CONTENT_TYPE, "text/plain;charset=utf-8"),
        UTF_8.encode(System.getProperty(BODY, "hello")));
  }
}
