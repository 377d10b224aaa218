package io.jarserve.server.routing;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.jspecify.annotations.Nullable;

/** Lengths of answers as headers; those that most answers have are made once. Any thread. */
final class ContentLengths {

  private static final int KEPT = 1024;

  /** Whoever finds none makes one; two at once make two that are alike. */
  private static final @Nullable HttpField[] FIELDS = new HttpField[KEPT];

  private ContentLengths() {}

  static HttpField of(int length) {
    if (length >= KEPT) {
      return new HttpField.LongValueHttpField(HttpHeader.CONTENT_LENGTH, length);
    }
    HttpField known = FIELDS[length];
    if (known == null) {
      known = new PreEncodedHttpField(HttpHeader.CONTENT_LENGTH, Integer.toString(length));
      FIELDS[length] = known;
    }
    return known;
  }
}
