package io.jarserve.benchmarks.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/**
 * Packages {@link SlowHello} as a plugin: {@code SlowHelloJar <file> <version>}. A version that
 * ends in {@code broken} does not start.
 */
public final class SlowHelloJar {

  private SlowHelloJar() {}

  public static void main(String[] args) throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Plugin-Id", "hello");
    attributes.putValue("Plugin-Version", args[1]);
    try (OutputStream file = Files.newOutputStream(Path.of(args[0]));
        JarOutputStream jar = new JarOutputStream(file, manifest)) {
      String resource = SlowHello.class.getName().replace('.', '/') + ".class";
      entry(jar, "META-INF/extensions.idx", SlowHello.class.getName().getBytes(UTF_8));
      entry(jar, resource, resource(resource));
    }
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = SlowHelloJar.class.getResourceAsStream("/" + name)) {
      if (in == null) {
        throw new IOException("the class path has no " + name);
      }
      return in.readAllBytes();
    }
  }

  private static void entry(JarOutputStream jar, String name, byte[] content) throws IOException {
    jar.putNextEntry(new ZipEntry(name));
    jar.write(content);
    jar.closeEntry();
  }
}
