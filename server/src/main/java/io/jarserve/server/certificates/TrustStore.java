package io.jarserve.server.certificates;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Certificates that are trusted, and with them what they signed. Immutable. */
public final class TrustStore {

  private final Set<X509Certificate> trusted;

  private TrustStore(Set<X509Certificate> trusted) {
    this.trusted = Set.copyOf(trusted);
  }

  /** Trusts nobody. */
  public static TrustStore empty() {
    return new TrustStore(Set.of());
  }

  /**
   * Understands the content of a file: PEM, or a keystore with certificates that were imported as
   * trusted.
   *
   * @param file names it in messages
   * @param passwordFile holds the password of the keystore
   * @throws IOException names file, fault and remedy
   */
  public static TrustStore parse(Path file, byte[] content, Optional<Path> passwordFile)
      throws IOException {
    String text = new String(content, ISO_8859_1);
    return new TrustStore(
        text.contains("-----BEGIN ")
            ? Set.copyOf(Pem.certificates(file, text))
            : ofKeystore(file, content, KeyFiles.password(passwordFile)));
  }

  /** Whom it trusts. */
  public Set<X509Certificate> certificates() {
    return trusted;
  }

  private static Set<X509Certificate> ofKeystore(Path file, byte[] content, char[] password)
      throws IOException {
    Set<X509Certificate> found = new HashSet<>();
    try {
      KeyStore keys = KeyStore.getInstance("PKCS12"); // reads JKS too
      keys.load(new ByteArrayInputStream(content), password);
      for (String alias : Collections.list(keys.aliases())) {
        if (keys.isCertificateEntry(alias)
            && keys.getCertificate(alias) instanceof X509Certificate one) {
          found.add(one);
        }
      }
    } catch (IOException | GeneralSecurityException unusable) {
      throw new IOException(
          "%s is neither PEM nor a keystore that the password opens (%s); name a file of trusted certificates"
              .formatted(file, unusable.getMessage()),
          unusable);
    }
    if (found.isEmpty()) {
      throw new IOException(
          file + " holds no trusted certificate; add one with 'keytool -importcert'");
    }
    return found;
  }

  /**
   * Why what somebody signed is not to be trusted, if so.
   *
   * @param signer his certificate and those between it and its root, as far as he sent them
   * @param at when he signed
   */
  public Optional<String> fault(CertPath signer, Date at) {
    List<X509Certificate> chain =
        signer.getCertificates().stream().map(X509Certificate.class::cast).toList();
    try {
      for (int i = 0; i < chain.size(); i++) {
        if (trusted.contains(chain.get(i))) {
          chain.get(i).checkValidity(at);
          return validated(chain.subList(0, i), Set.of(chain.get(i)), at);
        }
      }
      return validated(chain, trusted, at);
    } catch (CertificateException notValid) {
      return Optional.of("its certificate is not valid: " + notValid.getMessage());
    }
  }

  private static Optional<String> validated(
      List<X509Certificate> chain, Set<X509Certificate> anchors, Date at) {
    if (chain.isEmpty()) {
      return Optional.empty();
    }
    try {
      PKIXParameters rules =
          new PKIXParameters(
              anchors.stream()
                  .map(anchor -> new TrustAnchor(anchor, null))
                  .collect(Collectors.toSet()));
      rules.setRevocationEnabled(false);
      rules.setDate(at);
      CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(chain);
      CertPathValidator.getInstance("PKIX").validate(path, rules);
      return Optional.empty();
    } catch (GeneralSecurityException distrust) {
      return Optional.of("no trusted certificate vouches for it: " + distrust.getMessage());
    }
  }
}
