package io.jarserve.server.embed;

import io.jarserve.server.cli.AdminException;
import io.jarserve.server.cli.Credentials;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a program shows an instance who it is, and how it knows that instance. What is not set here
 * is taken from the environment, by the variables of the command line. Immutable; any thread.
 *
 * <p>Files are read when the connection is made; what changes in them later is for the next one.
 *
 * @since 0.1
 */
public final class ConnectOptions {

  /**
   * What the environment says: {@code JARSERVE_TOKEN}, {@code JARSERVE_CA_FILE}, {@code
   * JARSERVE_CERT_FILE} and {@code JARSERVE_KEY_FILE}.
   */
  public static final ConnectOptions NONE = new ConnectOptions(null, null, null, null);

  private final @Nullable String token;
  private final @Nullable Path ca;
  private final @Nullable Path certificate;
  private final @Nullable Path key;

  private ConnectOptions(
      @Nullable String token, @Nullable Path ca, @Nullable Path certificate, @Nullable Path key) {
    this.token = token;
    this.ca = ca;
    this.certificate = certificate;
    this.key = key;
  }

  /**
   * The same with a token of the instance.
   *
   * @param secret as {@code jarserve token create} printed it; travels with every call, so use it
   *     across a network only by {@code https}
   */
  public ConnectOptions withToken(String secret) {
    return new ConnectOptions(secret, ca, certificate, key);
  }

  /**
   * The same, trusting an instance whose certificate one of these authorities signed, and no other.
   *
   * @param authorities their certificates in PEM
   */
  public ConnectOptions trusting(Path authorities) {
    return new ConnectOptions(token, authorities, certificate, key);
  }

  /**
   * The same with a certificate to be shown to an instance that asks for one.
   *
   * @param certificateFile in PEM, followed by those between it and its root
   * @param keyFile its key, in PEM (PKCS #8)
   */
  public ConnectOptions showing(Path certificateFile, Path keyFile) {
    return new ConnectOptions(token, ca, certificateFile, keyFile);
  }

  /**
   * What follows from these and the environment.
   *
   * @throws JarserveException when something cannot be used; names it
   */
  Credentials credentials(Map<String, String> environment) {
    try {
      Credentials known =
          token == null ? Credentials.of(null, environment) : Credentials.ofToken(token);
      return known.trusting(
          ca == null ? path(environment, "JARSERVE_CA_FILE") : ca,
          certificate == null ? path(environment, "JARSERVE_CERT_FILE") : certificate,
          key == null ? path(environment, "JARSERVE_KEY_FILE") : key);
    } catch (AdminException unusable) {
      throw new JarserveException("invalid", String.valueOf(unusable.getMessage()), unusable);
    }
  }

  private static @Nullable Path path(Map<String, String> environment, String variable) {
    String set = environment.getOrDefault(variable, "");
    return set.isBlank() ? null : Path.of(set);
  }
}
