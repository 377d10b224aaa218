package io.jarserve.server.testing;

import io.jarserve.samples.villains.Versioned;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes real plugin JARs with one of the villains, at {@code /<id>} unless an option says
 * otherwise.
 *
 * <pre>
 *   VillainJars.of("StartHangs").id("bad").version("1.0").writeTo(deployDir.resolve("bad.jar"));
 *   VillainJars.of("Slow").id("slow").option("numReplicas", 2).option("healthCheckPeriod", "50ms");
 * </pre>
 *
 * The deployment's name is the simple name of the villain's class. A builder is used by one thread.
 */
public final class VillainJars {

  private static final String PACKAGE = "io/jarserve/samples/villains/";
  private static final List<String> SHARED =
      List.of(PACKAGE + "Release.class", PACKAGE + "NoConfig.class");

  private final String villain;
  private final Map<String, Object> options = new TreeMap<>();
  private String id;
  private String version = "1.0";

  private VillainJars(String villain) {
    this.villain = villain;
    this.id = villain.toLowerCase(Locale.ROOT);
  }

  /**
   * @param villain simple name of a class in the villains' package
   */
  public static VillainJars of(String villain) {
    return new VillainJars(villain);
  }

  /** Sets the {@code Plugin-Id}; by default the villain's name in lower case. */
  public VillainJars id(String newId) {
    id = newId;
    return this;
  }

  /** Sets the {@code Plugin-Version}; by default 1.0. */
  public VillainJars version(String newVersion) {
    version = newVersion;
    return this;
  }

  /**
   * Sets an option of the annotation.
   *
   * @param value a string, an integer, a long or a boolean as the annotation declares it, or a
   *     constant of an enum
   */
  public VillainJars option(String name, Object value) {
    options.put(name, value);
    return this;
  }

  /** Binary name of the deployment's class. */
  public String className() {
    return (PACKAGE + villain).replace('/', '.');
  }

  /** The JAR. */
  public byte[] bytes() {
    return jar().bytes();
  }

  /** Writes the JAR as a careful person would: beside the file, then renamed. */
  public Path writeTo(Path file) {
    return jar().writeTo(file);
  }

  /** The JAR as a builder, to change more of it. */
  public PluginJars jar() {
    PluginJars jar = PluginJars.jar(id, version);
    classFiles().forEach(jar::entry);
    return jar.entry("META-INF/extensions.idx", className() + "\n");
  }

  private Map<String, byte[]> classFiles() {
    Map<String, byte[]> files = new TreeMap<>();
    for (String name : SHARED) {
      files.put(name, read(name));
    }
    String own = PACKAGE + villain + ".class";
    files.put(own, AnnotatedClass.withOptions(read(own), allOptions()));
    for (String nested : AnnotatedClass.nested(read(own))) {
      files.put(nested + ".class", read(nested + ".class"));
    }
    return files;
  }

  private Map<String, Object> allOptions() {
    Map<String, Object> all = new TreeMap<>(Map.of("routePrefix", "/" + id));
    all.putAll(options);
    return all;
  }

  private static byte[] read(String name) {
    try (InputStream in = Versioned.class.getResourceAsStream("/" + name)) {
      if (in == null) {
        throw new IllegalArgumentException("there is no villain " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
