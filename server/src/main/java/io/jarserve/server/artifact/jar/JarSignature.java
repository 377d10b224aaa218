package io.jarserve.server.artifact.jar;

import static io.jarserve.server.artifact.jar.RefusedException.trouble;

import io.jarserve.server.certificates.TrustStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.Timestamp;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;

/**
 * Holds a JAR to its signature: every entry was signed by somebody who is trusted and is as it was
 * then, and nothing is there beside them but the signature's own files. Looks at private copies
 * only; used once.
 */
public final class JarSignature {

  private static final Pattern OWN_FILES =
      Pattern.compile("META-INF/(MANIFEST\\.MF|SIG-[^/]*|[^/]*\\.(SF|DSA|RSA|EC))");
  private static final List<String> CODE_SIGNING = List.of("1.3.6.1.5.5.7.3.3", "2.5.29.37.0");

  private final TrustStore trusted;
  private final Date now;
  private String lastSigner = "nobody known";

  private JarSignature(TrustStore trusted, Date now) {
    this.trusted = trusted;
    this.now = now;
  }

  /**
   * @throws RefusedException names entry, signer and remedy; what is trusted may change, so it is
   *     tried again
   */
  public static void check(Path jar, TrustStore trusted, Date now)
      throws IOException, RefusedException {
    new JarSignature(trusted, now).check(jar);
  }

  private void check(Path jar) throws IOException, RefusedException {
    try (JarFile signed = new JarFile(jar.toFile(), true)) {
      for (Iterator<JarEntry> it = signed.stream().iterator(); it.hasNext(); ) {
        check(signed, it.next());
      }
      checkComplete(signed);
    }
  }

  /** What was signed and taken out is a change too. */
  private void checkComplete(JarFile jar) throws IOException, RefusedException {
    Manifest manifest = jar.getManifest();
    if (manifest == null) {
      return; // then nothing is signed, which was found before
    }
    for (Map.Entry<String, Attributes> section : manifest.getEntries().entrySet()) {
      if (isSigned(section.getValue()) && jar.getEntry(section.getKey()) == null) {
        throw trouble(
            "its entry '%s' was signed and is missing; bring the JAR as %s signed it"
                .formatted(section.getKey(), lastSigner));
      }
    }
  }

  private static boolean isSigned(Attributes section) {
    return section.keySet().stream().anyMatch(name -> name.toString().endsWith("-Digest"));
  }

  private void check(JarFile jar, JarEntry entry) throws IOException, RefusedException {
    try (InputStream in = jar.getInputStream(entry)) {
      in.transferTo(OutputStream.nullOutputStream()); // Java compares when the end is reached
    } catch (SecurityException changed) {
      throw trouble(
          "its entry '%s' is not as %s signed it (%s); bring the JAR as it was signed, or sign it anew"
              .formatted(entry.getName(), lastSigner, changed.getMessage()));
    }
    if (!isOwnFile(entry) && !isEmptyDirectory(entry)) {
      checkSigners(entry);
    }
  }

  private static boolean isOwnFile(JarEntry entry) {
    return OWN_FILES.matcher(entry.getName().toUpperCase(Locale.ROOT)).matches();
  }

  private static boolean isEmptyDirectory(JarEntry entry) {
    return entry.isDirectory() && entry.getSize() <= 0;
  }

  private void checkSigners(JarEntry entry) throws RefusedException {
    CodeSigner[] signers = entry.getCodeSigners();
    if (signers == null || signers.length == 0) {
      throw trouble(
          "its entry '%s' is not signed, and require_signed asks for that; sign the whole JAR with jarsigner"
              .formatted(entry.getName()));
    }
    String faults = "";
    for (CodeSigner signer : signers) {
      lastSigner = name(signer);
      Optional<String> fault = fault(signer);
      if (fault.isEmpty()) {
        return;
      }
      faults = fault.get();
    }
    throw trouble(
        "its entry '%s' is signed by '%s', who is not trusted: %s; have it signed by somebody who is, or add his certificate to the trust store"
            .formatted(entry.getName(), lastSigner, faults));
  }

  private Optional<String> fault(CodeSigner signer) {
    Timestamp stamp = signer.getTimestamp();
    boolean stamped =
        stamp != null && trusted.fault(stamp.getSignerCertPath(), stamp.getTimestamp()).isEmpty();
    Date signed = stamped && stamp != null ? stamp.getTimestamp() : now;
    return trusted
        .fault(signer.getSignerCertPath(), signed)
        .or(
            () ->
                isForCode(certificate(signer))
                    ? Optional.empty()
                    : Optional.of("its certificate is not for signing code"));
  }

  private static boolean isForCode(X509Certificate certificate) {
    try {
      List<String> usages = certificate.getExtendedKeyUsage();
      return usages == null || usages.stream().anyMatch(CODE_SIGNING::contains);
    } catch (CertificateParsingException unreadable) {
      return false;
    }
  }

  private static String name(CodeSigner signer) {
    return certificate(signer).getSubjectX500Principal().getName();
  }

  private static X509Certificate certificate(CodeSigner signer) {
    return (X509Certificate) signer.getSignerCertPath().getCertificates().get(0);
  }
}
