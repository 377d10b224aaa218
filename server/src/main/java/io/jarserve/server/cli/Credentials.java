package io.jarserve.server.cli;

import io.jarserve.server.certificates.TlsContexts;
import io.jarserve.server.files.Trouble;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How a command shows who it is, and how it knows the server. There is no option for the token
 * itself: what is on a command line can be read by every user of the machine. Immutable.
 */
public final class Credentials {

  /** Nobody in particular. */
  public static final Credentials NONE = new Credentials(Optional.empty(), Optional.empty());

  private static final String VARIABLE = "JARSERVE_TOKEN";
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private final Optional<String> token;

  /** Whom to trust and what to show, if not as Java does. */
  private final Optional<SSLContext> tls;

  private Credentials(Optional<String> token, Optional<SSLContext> tls) {
    this.token = token;
    this.tls = tls;
  }

  /**
   * The token in the file, or else in the environment, if any.
   *
   * @throws AdminException when what was named holds none
   */
  public static Credentials of(@Nullable Path tokenFile, Map<String, String> environment)
      throws AdminException {
    if (tokenFile != null) {
      return of("the token file " + tokenFile, read(tokenFile));
    }
    String set = environment.getOrDefault(VARIABLE, "");
    return set.isBlank() ? NONE : of(VARIABLE, set);
  }

  /**
   * That token.
   *
   * @throws AdminException when it can be none
   */
  public static Credentials ofToken(String secret) throws AdminException {
    return of("what is given as the token", secret);
  }

  private static Credentials of(String place, String text) throws AdminException {
    return new Credentials(Optional.of(checked(place, text)), Optional.empty());
  }

  /**
   * The same, by TLS with these files, all in PEM.
   *
   * @param ca who signed the certificate of the server; null: somebody whom Java trusts
   * @param certificate to be shown; null: none
   * @param key of that certificate
   * @throws AdminException when one of them cannot be used
   */
  public Credentials trusting(@Nullable Path ca, @Nullable Path certificate, @Nullable Path key)
      throws AdminException {
    if ((certificate == null) != (key == null)) {
      throw AdminException.unusable(
          "--cert-file and --key-file go together, as do JARSERVE_CERT_FILE and JARSERVE_KEY_FILE, and only %s is named; name both"
              .formatted(certificate == null ? key : certificate));
    } else if (ca == null && certificate == null) {
      return this;
    }
    try {
      SSLContext context =
          TlsContexts.ofClient(
              Optional.ofNullable(ca), Optional.ofNullable(certificate), Optional.ofNullable(key));
      return new Credentials(token, Optional.of(context));
    } catch (IOException unusable) {
      throw AdminException.unusable(String.valueOf(unusable.getMessage()));
    }
  }

  /** What to send along. */
  public Optional<String> token() {
    return token;
  }

  /** A client for the admin port at that address, which trusts and shows what these say. */
  public HttpClient client(URI address) {
    HttpClient.Builder client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT);
    boolean secure = address.getScheme().equals("https");
    (secure ? tls : Optional.of(TlsContexts.unused())).ifPresent(client::sslContext);
    return client.build();
  }

  private static String read(Path file) throws AdminException {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw AdminException.unusable(
          "the token file %s cannot be read (%s); name another with --token-file, or set %s"
              .formatted(file, Trouble.of(unreadable), VARIABLE));
    }
  }

  /** What cannot stand in a header is refused here, where its value is not told. */
  private static String checked(String place, String text) throws AdminException {
    String token = text.strip();
    if (token.isEmpty() || !token.chars().allMatch(letter -> letter > ' ' && letter < 127)) {
      throw AdminException.unusable(
          place + " must hold one token and nothing else; 'jarserve token create' makes one");
    }
    return token;
  }
}
