package io.jarserve.benchmarks.micro;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;

/** Packages {@link Served} as a plugin. Stateless. */
final class ServedJar {

  private static final List<Class<?>> DEPLOYMENTS =
      List.of(
          Served.Blocking.class, Served.NonBlocking.class, Served.Json.class, Served.Routed.class);

  private ServedJar() {}

  static void write(Path file) throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Plugin-Id", "served");
    attributes.putValue("Plugin-Version", "1.0");
    String index = DEPLOYMENTS.stream().map(Class::getName).collect(Collectors.joining("\n"));
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
      entry(jar, "META-INF/extensions.idx", index.getBytes(StandardCharsets.UTF_8));
      for (Class<?> deployment : DEPLOYMENTS) {
        entry(jar, deployment);
      }
      entry(jar, Served.class);
      entry(jar, Served.Greeting.class);
    }
  }

  private static void entry(JarOutputStream jar, Class<?> type) throws IOException {
    String name = type.getName().replace('.', '/') + ".class";
    try (InputStream in = ServedJar.class.getResourceAsStream("/" + name)) {
      if (in == null) {
        throw new IOException("the class path has no " + name);
      }
      entry(jar, name, in.readAllBytes());
    }
  }

  private static void entry(JarOutputStream jar, String name, byte[] content) throws IOException {
    jar.putNextEntry(new ZipEntry(name));
    jar.write(content);
    jar.closeEntry();
  }
}
