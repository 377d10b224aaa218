package io.jarserve.benchmarks.packing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/** Packages classes of this class path as a plugin. Stateless. */
public final class PluginFile {

  private PluginFile() {}

  /**
   * @param others what the deployments are made of, beside their own classes
   */
  public static void write(
      Path file, String id, String version, List<Class<?>> deployments, Class<?>... others)
      throws IOException {
    String index = deployments.stream().map(Class::getName).collect(Collectors.joining("\n"));
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out, manifest(id, version))) {
      Entries.add(jar, "META-INF/extensions.idx", index.getBytes(UTF_8));
      for (Class<?> type : deployments) {
        Entries.add(jar, "", type);
      }
      for (Class<?> type : others) {
        Entries.add(jar, "", type);
      }
    }
  }

  private static Manifest manifest(String id, String version) {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Plugin-Id", id);
    attributes.putValue("Plugin-Version", version);
    return manifest;
  }
}
