package io.jarserve.server.artifact.jar;

import static io.jarserve.server.artifact.jar.RefusedException.bad;

import io.jarserve.server.files.Trouble;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Pattern;

/**
 * What the manifest of a JAR says about the application in it.
 *
 * @param application the {@code Plugin-Id}
 * @param version the {@code Plugin-Version}; has an order
 * @param deployments class names from {@code Jarserve-Deployments}; empty when it is not there
 */
record PluginManifest(String application, String version, List<String> deployments) {

  private static final String FILE = "META-INF/MANIFEST.MF";
  private static final Pattern SAFE_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  /** Whether an application may have that name. */
  static boolean isApplicationName(String name) {
    return SAFE_ID.matcher(name).matches();
  }

  /** The application's name as far as it can be told, whatever else is wrong. */
  static Optional<String> applicationOf(JarContents jar) {
    try {
      return value(attributes(jar), "Plugin-Id").filter(PluginManifest::isApplicationName);
    } catch (IOException | RefusedException e) {
      return Optional.empty();
    }
  }

  static PluginManifest read(JarContents jar) throws IOException, RefusedException {
    Attributes attributes = attributes(jar);
    String id = required(attributes, "Plugin-Id", "the name of the application, such as 'greeter'");
    if (!isApplicationName(id)) {
      throw bad(
          "the Plugin-Id in its manifest is '%s'; use letters, digits, dots, hyphens and underscores, a letter or digit first, at most 100 of them"
              .formatted(id));
    }
    String version = required(attributes, "Plugin-Version", "such as '1.0.0'");
    try {
      VersionNumber.parse(version);
    } catch (IllegalArgumentException e) {
      throw bad("the Plugin-Version in its manifest, %s".formatted(e.getMessage()));
    }
    return new PluginManifest(id, version, names(value(attributes, "Jarserve-Deployments")));
  }

  private static Attributes attributes(JarContents jar) throws IOException, RefusedException {
    byte[] text =
        jar.read(FILE)
            .orElseThrow(
                () ->
                    bad(
                        "it has no manifest (%s); add one with a Plugin-Id and a Plugin-Version"
                            .formatted(FILE)));
    try {
      return new Manifest(new ByteArrayInputStream(text)).getMainAttributes();
    } catch (IOException | IllegalArgumentException e) {
      throw bad(
          "its manifest cannot be read: %s; make it with the jar tool".formatted(Trouble.of(e)));
    }
  }

  private static String required(Attributes attributes, String name, String example)
      throws RefusedException {
    return value(attributes, name)
        .orElseThrow(
            () ->
                bad(
                    "its manifest has no %s; add one (%s), with Maven by <manifestEntries> of the maven-jar-plugin"
                        .formatted(name, example)));
  }

  private static Optional<String> value(Attributes attributes, String name) {
    return Optional.ofNullable(attributes.getValue(name))
        .map(String::trim)
        .filter(value -> !value.isEmpty());
  }

  private static List<String> names(Optional<String> commaSeparated) {
    return commaSeparated.stream()
        .flatMap(names -> Arrays.stream(names.split(",", -1)))
        .map(String::trim)
        .filter(name -> !name.isEmpty())
        .distinct()
        .toList();
  }
}
