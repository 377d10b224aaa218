package io.jarserve.server.certificates;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Makes what Java's TLS needs from files. Stateless. */
public final class TlsContexts {

  private TlsContexts() {}

  /**
   * For a port.
   *
   * @throws IOException names file, fault and remedy
   */
  public static SSLContext ofPort(TlsFiles files) throws IOException {
    files.check();
    return told(() -> context(keys(files), clients(files.clientCa())));
  }

  /**
   * For a client.
   *
   * @param ca in PEM: servers whose certificates these signed are trusted; empty: those that Java
   *     trusts
   * @param certificate to be shown to servers that ask, in PEM
   * @param key of that certificate, in PEM
   * @throws IOException names file, fault and remedy
   */
  public static SSLContext ofClient(
      Optional<Path> ca, Optional<Path> certificate, Optional<Path> key) throws IOException {
    return told(
        () ->
            context(
                certificate.isPresent() && key.isPresent()
                    ? KeyFiles.ofPem(certificate.get(), key.get())
                    : null,
                ca.isPresent() ? trust(ca.get()) : null));
  }

  /** For a client that speaks no TLS and has to name one all the same. */
  public static SSLContext unused() {
    return NoTls.context();
  }

  /**
   * What a port shows: its certificate, and those between it and its root. That its key is there
   * and belongs to it has been seen to.
   *
   * @throws IOException names file, fault and remedy
   */
  public static List<X509Certificate> chainOfPort(TlsFiles files) throws IOException {
    files.check();
    return told(
        () -> {
          keys(files);
          return files.keystore().isPresent()
              ? KeyFiles.chain(files.keystore().get(), files.passwordFile())
              : Pem.certificates(files.certificate().orElseThrow());
        });
  }

  /**
   * The authorities in a file in PEM.
   *
   * @throws IOException names file, fault and remedy
   */
  public static List<X509Certificate> authorities(Path file) throws IOException {
    return told(() -> Pem.certificates(file));
  }

  private static SSLContext context(KeyManager @Nullable [] keys, TrustManager @Nullable [] trusted)
      throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, trusted, null);
    return context;
  }

  private static KeyManager[] keys(TlsFiles files) throws IOException, GeneralSecurityException {
    return files.keystore().isPresent()
        ? KeyFiles.ofKeystore(files.keystore().get(), files.passwordFile())
        : KeyFiles.ofPem(files.certificate().orElseThrow(), files.key().orElseThrow());
  }

  /** The authorities that Java trusts vouch for no client. */
  private static TrustManager[] clients(Optional<Path> ca)
      throws IOException, GeneralSecurityException {
    return ca.isPresent() ? trust(ca.get()) : new TrustManager[0];
  }

  private static TrustManager[] trust(Path file) throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    List<X509Certificate> authorities = Pem.certificates(file);
    for (int i = 0; i < authorities.size(); i++) {
      trusted.setCertificateEntry("ca-" + i, authorities.get(i));
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    return factory.getTrustManagers();
  }

  private interface Making<T> {
    T make() throws IOException, GeneralSecurityException;
  }

  private static <T> T told(Making<T> making) throws IOException {
    try {
      return making.make();
    } catch (NoSuchFileException gone) {
      throw new IOException(
          gone.getFile() + " does not exist; bring it back, or name another file in its place",
          gone);
    } catch (AccessDeniedException denied) {
      throw new IOException(
          denied.getFile() + " cannot be read; give this user the right to read it", denied);
    } catch (GeneralSecurityException fault) {
      throw new IOException("TLS cannot be set up: " + fault, fault);
    }
  }
}
