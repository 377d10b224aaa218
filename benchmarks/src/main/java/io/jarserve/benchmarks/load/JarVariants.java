package io.jarserve.benchmarks.load;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * Makes many applications out of one: copies of a plugin JAR that differ in their {@code
 * Plugin-Id}, each with an options file beside it. {@code JarVariants <jar> <directory> <prefix>
 * <count> <options>}; in the options, {@code @} stands for the id.
 */
public final class JarVariants {
  private final byte[] original;
  private final String options;

  JarVariants(Path jar, String options) throws IOException {
    this.original = Files.readAllBytes(jar);
    this.options = options;
  }

  public static void main(String[] args) throws IOException {
    JarVariants variants = new JarVariants(Path.of(args[0]), args[4]);
    for (int i = 1; i <= Integer.parseInt(args[3]); i++) {
      variants.drop(String.format(Locale.ROOT, "%s-%04d", args[2], i), Path.of(args[1]));
    }
  }

  /** Writes the options and then the JAR, so that it never starts with others. */
  void drop(String id, Path directory) throws IOException {
    Files.writeString(directory.resolve(id + ".yaml"), options.replace("@", id));
    Files.write(directory.resolve(id + ".jar"), jar(id));
  }

  /** The JAR with another id. */
  byte[] jar(String id) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarInputStream in = new JarInputStream(new ByteArrayInputStream(original))) {
      Manifest manifest = new Manifest(in.getManifest());
      manifest.getMainAttributes().putValue("Plugin-Id", id);
      try (JarOutputStream out = new JarOutputStream(bytes, manifest)) {
        for (JarEntry entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
          out.putNextEntry(new JarEntry(entry.getName()));
          in.transferTo(out);
          out.closeEntry();
        }
      }
    }
    return bytes.toByteArray();
  }
}
