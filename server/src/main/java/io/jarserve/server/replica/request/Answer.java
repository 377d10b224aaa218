package io.jarserve.server.replica.request;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpField;
import org.jspecify.annotations.Nullable;

/**
 * A response in the form in which it is sent.
 *
 * @param declared the length that the deployment announced; -1 for none
 * @param content null when there is no body, or a writer for it
 * @param writer null when the body is in memory
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; shared by all answers of one shape
record Answer(
    int status,
    HttpField[] fields,
    long declared,
    @Nullable ByteBuffer content,
    @Nullable Writer writer) {

  /** Writes an answer while it is sent. */
  @FunctionalInterface
  interface Writer {
    void writeTo(AnswerStream out) throws Exception;
  }
}
