package io.jarserve.server.admin;

import io.jarserve.server.model.Digest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The SHA-256 that a sender says its body has: {@code Digest: sha-256=<Base64>} as of RFC 3230, or
 * {@code Content-Digest: sha-256=:<Base64>:} as of RFC 9530; hexadecimal digits are understood too.
 * Stateless.
 */
final class DigestHeader {

  static final String DIGEST = "Digest";
  static final String CONTENT_DIGEST = "Content-Digest";

  private static final Pattern SHA_256 =
      Pattern.compile("(?i)(?:^|,)\\s*sha-256=:?([A-Za-z0-9+/]+={0,2}):?\\s*(?=,|$)");
  private static final int HEX_DIGITS = 64;
  private static final int BYTES = 32;

  private DigestHeader() {}

  /**
   * What the headers of a request say; empty when they say nothing.
   *
   * @throws Refused when they have a digest, but no SHA-256
   */
  static Optional<Digest> of(Call call) {
    Optional<Digest> content = call.header(CONTENT_DIGEST).map(t -> parsed(CONTENT_DIGEST, t));
    return content.or(() -> call.header(DIGEST).map(text -> parsed(DIGEST, text)));
  }

  private static Digest parsed(String header, String text) {
    Matcher found = SHA_256.matcher(text);
    if (!found.find()) {
      throw wrong(header, text);
    }
    String value = found.group(1);
    try {
      return value.length() == HEX_DIGITS ? new Digest(value) : decoded(header, text, value);
    } catch (IllegalArgumentException noDigest) {
      throw wrong(header, text);
    }
  }

  private static Digest decoded(String header, String text, String value) {
    byte[] bytes = Base64.getDecoder().decode(value);
    if (bytes.length != BYTES) {
      throw wrong(header, text);
    }
    return new Digest(HexFormat.of().formatHex(bytes));
  }

  private static Refused wrong(String header, String text) {
    return Refused.badRequest(
        "header '%s' is '%s' but must be sha-256= and the SHA-256 of the body in Base64"
            .formatted(header, text),
        header);
  }
}
