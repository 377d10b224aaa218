package io.jarserve.server.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jarserve.server.model.Role;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/**
 * Tells who asks. Where no token was ever made and no certificate has a role, everybody may do
 * everything. Any thread; keeps nothing but what was handed in.
 *
 * <p>A browser can show a token only as the password of Basic authentication, and then sends it
 * along with whatever any page makes it ask. So whoever comes that way may read and nothing more.
 */
public final class Callers {

  private static final int MOST_LETTERS = 512;

  private final Optional<Tokens> tokens;
  private final Optional<CertificateRoles> certificates;
  private final InstantSource time;

  private Callers(
      Optional<Tokens> tokens, Optional<CertificateRoles> certificates, InstantSource time) {
    this.tokens = tokens;
    this.certificates = certificates;
    this.time = time;
  }

  /** Lets everybody do everything. */
  public static Callers open() {
    return new Callers(Optional.empty(), Optional.empty(), InstantSource.system());
  }

  /** Asks for tokens, from when on there are some. */
  public static Callers by(Tokens tokens, InstantSource time) {
    return new Callers(Optional.of(tokens), Optional.empty(), time);
  }

  /** The same, and whoever shows a certificate has the role that goes with it. */
  public Callers orBy(CertificateRoles roles) {
    return new Callers(tokens, Optional.of(roles), time);
  }

  /** Whether everybody may do everything. */
  public boolean isOpen() {
    return certificates.isEmpty() && tokens.stream().noneMatch(Tokens::areRequired);
  }

  /**
   * Who asks. What a request says itself counts more than the connection that it came by.
   *
   * @param authorization every value of that header, as it was sent
   * @param certificate the subject of the certificate that TLS found genuine, if any
   */
  public Finding find(List<String> authorization, Optional<X500Principal> certificate) {
    if (isOpen()) {
      return new Finding.Known(Caller.ANYBODY);
    }
    return switch (authorization.size()) {
      case 0 -> findCertificate(certificate);
      case 1 -> find(authorization.get(0));
      default -> new Finding.Wrong("the request has more than one Authorization header");
    };
  }

  private Finding find(String authorization) {
    String[] parts = authorization.strip().split(" +", 2);
    if (parts.length < 2 || authorization.length() > MOST_LETTERS) {
      return new Finding.Wrong("the Authorization header is not 'Bearer' and a token");
    }
    return switch (parts[0].toLowerCase(Locale.ROOT)) {
      case "bearer" -> findToken(parts[1]);
      case "basic" -> reader(password(parts[1]).map(this::findToken));
      default -> new Finding.Wrong("the only schemes of authorization are Bearer and Basic");
    };
  }

  private Finding findCertificate(Optional<X500Principal> subject) {
    return certificates.flatMap(roles -> subject.map(roles::find)).orElseGet(Finding.Nobody::new);
  }

  private Finding findToken(String text) {
    return tokens.map(known -> known.find(text, time.instant())).orElseGet(Finding.Nobody::new);
  }

  private static Finding reader(Optional<Finding> found) {
    if (found.isPresent() && found.get() instanceof Finding.Known known) {
      return new Finding.Known(known.caller().atMost(Role.READ));
    }
    return found.orElseGet(() -> new Finding.Wrong("the Basic credentials cannot be read"));
  }

  private static Optional<String> password(String encoded) {
    try {
      String pair = new String(Base64.getDecoder().decode(encoded), UTF_8);
      int colon = pair.indexOf(':');
      return colon < 0 ? Optional.empty() : Optional.of(pair.substring(colon + 1));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }
}
