package io.jarserve.server.admin;

import java.util.Arrays;
import java.util.Optional;

/** Entity tags: which state of a thing an answer shows, or a change is meant for. Stateless. */
final class Etags {

  private Etags() {}

  /** The tag as it is sent. */
  static String strong(String content) {
    return '"' + content + '"';
  }

  /**
   * Whether one of the tags of a header is that one.
   *
   * @param header of If-Match or If-None-Match, such as {@code "a", W/"b"} or {@code *}
   */
  static boolean names(String header, String tag) {
    return header.trim().equals("*")
        || Arrays.stream(header.split(",", -1))
            .map(one -> one.trim().replaceFirst("^W/", ""))
            .anyMatch(tag::equals);
  }

  /**
   * The one state that a change is for.
   *
   * @param header of If-Match
   * @throws Refused when it names several
   */
  static String single(String header) {
    String tag = header.trim();
    boolean quoted = tag.length() > 1 && tag.startsWith("\"") && tag.endsWith("\"");
    if (tag.indexOf(',') >= 0) {
      throw Refused.badRequest(
          "header 'If-Match' is '%s' but must be one ETag, or *".formatted(header), "If-Match");
    }
    return quoted ? tag.substring(1, tag.length() - 1) : tag;
  }

  /** The answer with its tag, or 304 when the caller has it. */
  static Answer unlessKnown(Optional<String> ifNoneMatch, String tag, Answer answer) {
    boolean known = ifNoneMatch.filter(header -> names(header, tag)).isPresent();
    return (known ? Answer.empty(304) : answer).with("ETag", tag);
  }
}
