package io.jarserve.server.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jarserve.server.files.FollowedFile;
import io.jarserve.server.model.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.security.auth.x500.X500Principal;

/**
 * Which role somebody has who shows a certificate: a file with a line for each, such as {@code
 * deploy CN=ci,O=Acme}, which is read again when it was changed. That the certificate is genuine
 * was found out by TLS before. Any thread.
 */
public final class CertificateRoles {

  private final Path path;
  private final FollowedFile<Map<X500Principal, Role>> file;

  /**
   * Reads the file.
   *
   * @throws IOException when it is not there or cannot be used; names the line
   */
  public CertificateRoles(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new IOException(
          "%s does not exist; it gives roles to certificates: create it".formatted(path));
    }
    this.path = path;
    this.file = new FollowedFile<>(path, Map.of(), content -> parse(path, content));
  }

  Finding find(X500Principal subject) {
    Role role = file.current().get(subject);
    return role == null
        ? new Finding.Wrong(
            "the certificate of '%s' has no role; give it one in %s"
                .formatted(subject.getName(), path))
        : new Finding.Known(new Caller("certificate " + subject.getName(), role));
  }

  private static Map<X500Principal, Role> parse(Path path, byte[] content) throws IOException {
    Map<X500Principal, Role> roles = new HashMap<>();
    List<String> lines = new String(content, UTF_8).lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        parse(roles, line, path + ", line " + (i + 1));
      }
    }
    return Map.copyOf(roles);
  }

  private static void parse(Map<X500Principal, Role> roles, String line, String place)
      throws IOException {
    String[] parts = line.split("\\s+", 2);
    Role role =
        Role.granted(parts[0])
            .filter(known -> parts.length == 2)
            .orElseThrow(() -> new IOException(wrong(place, line)));
    try {
      if (roles.put(new X500Principal(parts[1]), role) != null) {
        throw new IOException(place + ": this subject has a role already; leave one line out");
      }
    } catch (IllegalArgumentException notOne) {
      throw new IOException(wrong(place, line), notOne);
    }
  }

  private static String wrong(String place, String line) {
    return "%s: must be read, deploy or admin and then the subject of a certificate, such as 'deploy CN=ci,O=Acme', but is '%s'"
        .formatted(place, line);
  }
}
