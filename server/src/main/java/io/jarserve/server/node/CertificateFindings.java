package io.jarserve.server.node;

import io.jarserve.server.access.CertificateRoles;
import io.jarserve.server.artifact.Admission;
import io.jarserve.server.certificates.TlsContexts;
import io.jarserve.server.certificates.TlsFiles;
import io.jarserve.server.certificates.TrustStore;
import io.jarserve.server.config.ConfigKey;
import io.jarserve.server.config.ServerConfig;
import io.jarserve.server.files.Trouble;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a server would meet in the files by which it shows who it is and knows whom to believe:
 * certificates and keys of its ports, authorities, roles, trust store and digests. What the
 * settings do not name is not looked for. Used by one thread.
 */
final class CertificateFindings {

  private final ServerConfig settings;
  private final Validity validity;
  private final List<Finding> findings = new ArrayList<>();

  private CertificateFindings(ServerConfig settings, Instant now) {
    this.settings = settings;
    this.validity = new Validity(now);
  }

  static List<Finding> of(ServerConfig settings, Instant now) {
    CertificateFindings all = new CertificateFindings(settings, now);
    Certificates.ofPublicPort(settings).ifPresent(files -> all.port("http_tls", files));
    Certificates.ofAdminPort(settings).ifPresent(files -> all.port("admin_tls", files));
    all.file(
        ConfigKey.ADMIN_CLIENT_CA,
        (subject, file) -> all.trusted(subject, TlsContexts.authorities(file)));
    all.file(ConfigKey.ADMIN_CLIENT_ROLES, CertificateFindings::roles);
    all.file(ConfigKey.TRUST_STORE, all::signers);
    all.file(ConfigKey.ALLOWED_DIGESTS, CertificateFindings::digests);
    return all.findings;
  }

  private interface Look {
    Finding at(String subject, Path file) throws IOException;
  }

  private void file(ConfigKey key, Look look) {
    settings.file(key).ifPresent(file -> look(key.yamlName() + " " + file, file, look));
  }

  private void look(String subject, Path file, Look look) {
    try {
      findings.add(look.at(subject, file));
    } catch (FileSystemException unreadable) {
      findings.add(
          Finding.failed(
              subject, "cannot be read (" + Trouble.of(unreadable) + ")", "let this user read it"));
    } catch (IOException fault) {
      findings.add(failed(subject, String.valueOf(fault.getMessage())));
    }
  }

  /** Messages about what is in such files end with what to do. */
  private static Finding failed(String subject, String message) {
    int end = message.lastIndexOf("; ");
    return end < 0
        ? Finding.failed(subject, message, "bring a file that is whole")
        : Finding.failed(subject, message.substring(0, end), message.substring(end + 2));
  }

  private void port(String prefix, TlsFiles files) {
    boolean stored = files.keystore().isPresent();
    Path file = files.keystore().or(files::certificate).or(files::key).orElseThrow();
    String subject = prefix + (stored ? "_keystore " : "_certificate ") + file;
    look(subject, file, (name, unused) -> shown(name, TlsContexts.chainOfPort(files)));
    Stream.of(files.key(), files.keystore(), files.passwordFile())
        .flatMap(Optional::stream)
        .filter(CertificateFindings::isOpenToAll)
        .map(secret -> open(prefix, secret))
        .forEach(findings::add);
  }

  private static boolean isOpenToAll(Path secret) {
    try {
      return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
          && Files.getPosixFilePermissions(secret).contains(PosixFilePermission.OTHERS_READ);
    } catch (IOException gone) {
      return false;
    }
  }

  private static Finding open(String prefix, Path secret) {
    return Finding.warning(
        prefix + " " + secret,
        "everybody on this machine may read it, and pretend to be this server",
        "chmod o-r " + secret);
  }

  private Finding shown(String subject, List<X509Certificate> chain) {
    String renew = "renew it; a server that runs takes new files within seconds";
    Optional<String> fault = validity.fault(chain);
    if (fault.isPresent()) {
      return Finding.failed(subject, fault.get(), renew);
    } else if (!isLinked(chain)) {
      return Finding.failed(
          subject,
          "its certificates are no chain, one of them is not signed by the next",
          "put that of the server first, then the one that signed it, and so on");
    } else if (!namesHosts(chain.get(0))) {
      return Finding.warning(
          subject,
          "it names no host, and so clients do not believe it",
          "have it made with a subjectAltName");
    }
    return validity.isEndNear(chain)
        ? Finding.warning(subject, validity.end(chain), renew)
        : Finding.ok(subject, validity.end(chain));
  }

  private static boolean isLinked(List<X509Certificate> chain) {
    try {
      for (int i = 0; i + 1 < chain.size(); i++) {
        chain.get(i).verify(chain.get(i + 1).getPublicKey());
      }
      return true;
    } catch (GeneralSecurityException another) {
      return false;
    }
  }

  private static boolean namesHosts(X509Certificate certificate) {
    try {
      return certificate.getSubjectAlternativeNames() != null;
    } catch (GeneralSecurityException damaged) {
      return false;
    }
  }

  private Finding trusted(String subject, Collection<X509Certificate> certificates) {
    String renew = "add the one that follows it, and take it out when nobody needs it any more";
    Optional<String> fault = validity.fault(certificates);
    if (certificates.stream().allMatch(one -> validity.fault(one).isPresent())) {
      return Finding.failed(subject, fault.orElse("it holds no certificate"), renew);
    } else if (fault.isPresent() || validity.isEndNear(certificates)) {
      return Finding.warning(subject, fault.orElseGet(() -> validity.end(certificates)), renew);
    }
    return Finding.ok(subject, validity.end(certificates));
  }

  private Finding signers(String subject, Path file) throws IOException {
    Optional<Path> password = settings.file(ConfigKey.TRUST_STORE_PASSWORD_FILE);
    var unused = Admission.EVERYTHING.signedBy(file, password);
    return trusted(
        subject, TrustStore.parse(file, Files.readAllBytes(file), password).certificates());
  }

  private static Finding roles(String subject, Path file) throws IOException {
    var unused = new CertificateRoles(file);
    return Finding.ok(subject, "every line is understood");
  }

  private static Finding digests(String subject, Path file) throws IOException {
    var unused = Admission.EVERYTHING.listedIn(file);
    return Finding.ok(subject, "every line is understood");
  }
}
