package io.jarserve.server.access;

import io.jarserve.server.model.Role;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a token.
 *
 * @param id its second part, by which it is found
 * @param name that people gave it; unique
 * @param role a {@link Role#word()}
 * @param sha256 of the whole token, in hexadecimal digits
 * @param expiresAt from when on it is not taken any more; null: never
 */
public record KnownToken(
    String id,
    String name,
    String role,
    String sha256,
    Instant createdAt,
    @Nullable Instant expiresAt) {

  /** What its owner may do. */
  public Role roleGranted() {
    return Role.granted(role).orElseThrow();
  }

  /** Whether it is past its time. */
  public boolean isExpired(Instant now) {
    return expiresAt != null && !now.isBefore(expiresAt);
  }

  /** Takes the same time however much of it is right. */
  boolean isDigestOf(Token token) {
    return MessageDigest.isEqual(HexFormat.of().parseHex(sha256), token.digest());
  }
}
