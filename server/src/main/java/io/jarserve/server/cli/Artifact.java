package io.jarserve.server.cli;

import io.jarserve.server.files.Sha256;
import io.jarserve.server.files.Trouble;
import io.jarserve.server.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** A JAR of this machine that is to be brought to a server. Immutable. */
public record Artifact(Path jar, Digest digest, long size) {

  private static final int PIECE = 64 * 1024;

  /**
   * Reads all of it, piece by piece.
   *
   * @throws AdminException when it cannot be read
   */
  public static Artifact of(Path jar) throws AdminException {
    try (InputStream in = Files.newInputStream(jar)) {
      MessageDigest digest = Sha256.begin();
      byte[] piece = new byte[PIECE];
      long size = 0;
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        digest.update(piece, 0, read);
        size += read;
      }
      return new Artifact(jar, new Digest(Sha256.end(digest)), size);
    } catch (IOException unreadable) {
      throw AdminException.unusable(jar + " cannot be read (" + Trouble.of(unreadable) + ")");
    }
  }

  /**
   * The application that a JAR is, by its manifest.
   *
   * @throws AdminException when it is none
   */
  public static String application(Path jar) throws AdminException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return Optional.ofNullable(file.getManifest())
          .map(Manifest::getMainAttributes)
          .map(attributes -> attributes.getValue("Plugin-Id"))
          .filter(id -> !id.isBlank())
          .orElseThrow(
              () ->
                  AdminException.unusable(
                      jar + " is no plugin JAR: its manifest has no Plugin-Id"));
    } catch (IOException unreadable) {
      throw AdminException.unusable(
          jar + " cannot be read as a JAR (" + Trouble.of(unreadable) + ")");
    }
  }
}
