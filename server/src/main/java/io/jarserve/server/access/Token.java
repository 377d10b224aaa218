package io.jarserve.server.access;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.jarserve.server.files.Sha256;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A token as its owner has it: {@code jsv_}, by which people and scanners for leaked secrets
 * recognize it, 8 digits that name it, and 64 digits that are the secret.
 *
 * <p>What is kept of it is one SHA-256. That is enough, and nothing slower is needed: the secret is
 * 256 random bits, so whoever steals the digest cannot find it by trying, as he could a password
 * that a person chose.
 */
public final class Token {

  private static final Pattern FORM = Pattern.compile("jsv_([0-9a-f]{8})_[0-9a-f]{64}");
  private static final int ID_BYTES = 4;
  private static final int SECRET_BYTES = 32;

  private final String id;
  private final String secret;

  private Token(String id, String secret) {
    this.id = id;
    this.secret = secret;
  }

  /** One that nobody has yet. */
  static Token random(SecureRandom random) {
    String id = hex(random, ID_BYTES);
    return new Token(id, "jsv_" + id + "_" + hex(random, SECRET_BYTES));
  }

  /** What somebody sent, if it has the form of a token. */
  static Optional<Token> parse(String text) {
    var found = FORM.matcher(text);
    return found.matches() ? Optional.of(new Token(found.group(1), text)) : Optional.empty();
  }

  /** Names it without giving it away. */
  public String id() {
    return id;
  }

  /** The whole, for its owner. */
  public String secret() {
    return secret;
  }

  /** What is kept of it. */
  byte[] digest() {
    return Sha256.of(secret.getBytes(US_ASCII));
  }

  /** Without the secret, as it may end up in a log. */
  @Override
  public String toString() {
    return "token " + id;
  }

  private static String hex(SecureRandom random, int bytes) {
    byte[] made = new byte[bytes];
    random.nextBytes(made);
    return HexFormat.of().formatHex(made);
  }
}
