package io.jarserve.maven.rollout;

import io.jarserve.server.model.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A JAR that lies in a deploy directory, and what a server is to make of it.
 *
 * @param application its name
 * @param file its name in the deploy directory
 */
public record PluginDrop(String application, String file, Digest digest) {

  /**
   * Copies a JAR to a deploy directory; whoever looks there sees the old one or the new one.
   *
   * @throws IOException when it cannot
   */
  public static PluginDrop drop(Path jar, String application, Path deployDir, String file)
      throws IOException {
    Path copy = deployDir.resolve("." + file + "." + ProcessHandle.current().pid() + ".part");
    try {
      Files.copy(jar, copy, StandardCopyOption.REPLACE_EXISTING);
      Digest digest = digest(copy);
      Files.move(
          copy,
          deployDir.resolve(file),
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.ATOMIC_MOVE);
      return new PluginDrop(application, file, digest);
    } finally {
      Files.deleteIfExists(copy);
    }
  }

  private static Digest digest(Path file) throws IOException {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return new Digest(HexFormat.of().formatHex(sha256.digest(Files.readAllBytes(file))));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
