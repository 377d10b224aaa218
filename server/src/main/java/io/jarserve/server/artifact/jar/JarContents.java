package io.jarserve.server.artifact.jar;

import static io.jarserve.server.artifact.jar.RefusedException.bad;
import static io.jarserve.server.artifact.jar.RefusedException.tornJar;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The entries of a JAR as a class loader of this Java finds them, each bounded in size. Used by one
 * thread.
 */
final class JarContents implements AutoCloseable {

  private static final int MOST_BYTES = 16 * 1024 * 1024;

  private final JarFile jar;

  private JarContents(JarFile jar) {
    this.jar = jar;
  }

  static JarContents open(Path file) throws IOException, RefusedException {
    try {
      return new JarContents(
          new JarFile(file.toFile(), false, ZipFile.OPEN_READ, Runtime.version()));
    } catch (ZipException e) {
      throw tornJar("it is not a whole JAR: %s".formatted(e.getMessage()));
    }
  }

  Optional<byte[]> read(String name) throws IOException, RefusedException {
    ZipEntry entry = jar.getEntry(name);
    if (entry == null) {
      return Optional.empty();
    }
    if (entry.getSize() > MOST_BYTES) {
      throw bad(
          "its entry '%s' is %s bytes long and at most %s are allowed for that one; make it smaller"
              .formatted(name, entry.getSize(), MOST_BYTES));
    }
    try (InputStream in = jar.getInputStream(entry)) {
      return Optional.of(in.readNBytes(MOST_BYTES));
    } catch (ZipException e) {
      throw tornJar("its entry '%s' cannot be unpacked: %s".formatted(name, e.getMessage()));
    }
  }

  /** Where the class file of that class is. */
  static String classFile(String className) {
    return className.replace('.', '/') + ".class";
  }

  @Override
  public void close() throws IOException {
    jar.close();
  }
}
