package io.jarserve.maven.rollout;

import io.jarserve.server.files.Sha256;
import io.jarserve.server.model.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that is put into a deploy directory. Stateless. */
final class DeployFile {

  private DeployFile() {}

  /**
   * Copies a file there; whoever looks sees the old one or the new one.
   *
   * @return the digest of what is there now
   * @throws IOException when it cannot
   */
  static Digest put(Path source, Path target) throws IOException {
    Path copy =
        target.resolveSibling(
            "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".part");
    try {
      Files.copy(source, copy, StandardCopyOption.REPLACE_EXISTING);
      Digest digest = new Digest(Sha256.hex(copy));
      Files.move(copy, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      return digest;
    } finally {
      Files.deleteIfExists(copy);
    }
  }
}
