package io.jarserve.maven.bundle;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * The manifest of a plugin JAR, without what tells about the machine that built it: equal projects
 * make equal manifests.
 */
public final class PluginManifest {

  /** The application's name. */
  public static final String ID = "Plugin-Id";

  /** The application's version. */
  public static final String VERSION = "Plugin-Version";

  /** The version of the plugin API that the classes were compiled against. */
  public static final String API = "Jarserve-Api";

  private static final Set<String> OF_THE_BUILD =
      Set.of(
          "Manifest-Version",
          "Created-By",
          "Build-Jdk",
          "Build-Jdk-Spec",
          "Built-By",
          "Archiver-Version",
          "Multi-Release");

  private PluginManifest() {}

  /**
   * What a JAR's manifest says of the plugin.
   *
   * @throws IOException when the JAR cannot be read
   */
  public static Map<String, String> read(Path jar) throws IOException {
    Map<String, String> attributes = new TreeMap<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      Manifest manifest = Optional.ofNullable(file.getManifest()).orElseGet(Manifest::new);
      manifest.getMainAttributes().forEach((k, v) -> attributes.put(k.toString(), v.toString()));
    }
    attributes.keySet().removeAll(OF_THE_BUILD);
    return attributes;
  }

  /**
   * Adds what a project says of itself.
   *
   * @param given attributes that the author set; they win
   */
  public static Map<String, String> of(Map<String, String> given, Map<String, String> standard) {
    Map<String, String> attributes = new TreeMap<>(standard);
    attributes.putAll(given);
    return attributes;
  }
}
