package io.jarserve.server.certificates;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.UnrecoverableKeyException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/** Reads a key and its certificate, from PEM files or from a keystore. Stateless. */
final class KeyFiles {

  private static final Map<String, String> SIGNATURES =
      Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

  private KeyFiles() {}

  static KeyManager[] ofPem(Path certificate, Path key)
      throws IOException, GeneralSecurityException {
    List<X509Certificate> chain = Pem.certificates(certificate);
    PublicKey certified = chain.get(0).getPublicKey();
    PrivateKey secret = Pem.key(key, certified.getAlgorithm());
    if (!isPair(secret, certified)) {
      throw new IOException(
          "the key in %s is not that of the first certificate in %s; bring both from the same place"
              .formatted(key, certificate));
    }
    checkOrder(certificate, chain);
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry("key", secret, new char[0], chain.toArray(X509Certificate[]::new));
    return managers(keys, new char[0]);
  }

  private static void checkOrder(Path file, List<X509Certificate> chain) throws IOException {
    for (int i = 0; i + 1 < chain.size(); i++) {
      if (!chain
          .get(i)
          .getIssuerX500Principal()
          .equals(chain.get(i + 1).getSubjectX500Principal())) {
        throw new IOException(
            "the certificates in %s are no chain, one of them is not signed by the next; put that of the server first, then the one that signed it, and so on"
                .formatted(file));
      }
    }
  }

  static KeyManager[] ofKeystore(Path file, Optional<Path> passwordFile)
      throws IOException, GeneralSecurityException {
    char[] password = password(passwordFile);
    KeyStore keys = open(file, password);
    keyEntry(file, keys);
    return managers(file, keys, password);
  }

  /** The certificates of the key in a keystore, its own first. */
  static List<X509Certificate> chain(Path file, Optional<Path> passwordFile)
      throws IOException, GeneralSecurityException {
    KeyStore keys = open(file, password(passwordFile));
    return Arrays.stream(keys.getCertificateChain(keyEntry(file, keys)))
        .map(X509Certificate.class::cast)
        .toList();
  }

  private static String keyEntry(Path file, KeyStore keys)
      throws IOException, GeneralSecurityException {
    for (String alias : Collections.list(keys.aliases())) {
      if (keys.isKeyEntry(alias) && keys.getCertificateChain(alias) != null) {
        return alias;
      }
    }
    throw new IOException(file + " holds no key; put the certificate and its key into it");
  }

  /** A keystore of any kind that Java knows. */
  static KeyStore open(Path file, char[] password) throws IOException, GeneralSecurityException {
    Files.newInputStream(file).close(); // says by name what hinders reading
    try {
      return KeyStore.getInstance(file.toFile(), password);
    } catch (IOException unusable) {
      throw new IOException(
          "%s cannot be opened as a keystore (%s); it must be PKCS #12 or JKS, and the password file must hold its password"
              .formatted(file, unusable.getMessage()),
          unusable);
    }
  }

  static char[] password(Optional<Path> file) throws IOException {
    return file.isEmpty()
        ? new char[0]
        : Files.readString(file.get(), UTF_8).stripTrailing().toCharArray();
  }

  private static KeyManager[] managers(Path file, KeyStore keys, char[] password)
      throws IOException, GeneralSecurityException {
    try {
      return managers(keys, password);
    } catch (UnrecoverableKeyException other) {
      throw new IOException(
          "the key in %s has another password than the keystore; give it the same".formatted(file));
    }
  }

  private static KeyManager[] managers(KeyStore keys, char[] password)
      throws GeneralSecurityException {
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, password);
    return factory.getKeyManagers();
  }

  private static boolean isPair(PrivateKey key, PublicKey certified)
      throws GeneralSecurityException {
    String algorithm = SIGNATURES.get(certified.getAlgorithm());
    if (algorithm == null) {
      return true; // the first handshake will show
    }
    byte[] anything = {1, 2, 3};
    Signature signing = Signature.getInstance(algorithm);
    signing.initSign(key);
    signing.update(anything);
    Signature verifying = Signature.getInstance(algorithm);
    verifying.initVerify(certified);
    verifying.update(anything);
    return verifying.verify(signing.sign());
  }
}
