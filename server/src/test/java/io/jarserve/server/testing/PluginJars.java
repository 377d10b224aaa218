package io.jarserve.server.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * Makes real plugin JARs, good and bad ones, from sources given as strings.
 *
 * <pre>
 *   PluginJars.greeter("greeter", "1.0.0", "hello").writeTo(deployDir.resolve("greeter.jar"));
 *   byte[] jar = PluginJars.jar("shop", "2.1").source("shop.Cart", "package shop; …").bytes();
 *   Files.write(file, ZipBytes.corrupt(jar, "shop/Cart.class"));
 * </pre>
 *
 * A builder is used by one thread. Equal builders make equal bytes.
 */
public final class PluginJars {

  /** What most sources begin with; {@link #deployment} adds it by itself. */
  public static final String IMPORTS = "import io.jarserve.api.*;\nimport java.util.*;\n";

  private final Attributes manifest = new Attributes();
  private final Map<String, String> sources = new TreeMap<>();
  private final Map<String, byte[]> entries = new LinkedHashMap<>();
  private final Map<String, Integer> classVersions = new TreeMap<>();
  private final Set<String> leftOut = new TreeSet<>();
  private boolean index = true;

  private PluginJars() {
    manifest.put(Attributes.Name.MANIFEST_VERSION, "1.0");
  }

  /** A JAR with that {@code Plugin-Id} and {@code Plugin-Version} and nothing else yet. */
  public static PluginJars jar(String id, String version) {
    return new PluginJars().manifest("Plugin-Id", id).manifest("Plugin-Version", version);
  }

  /** A copy of a JAR that a build made, to change something of it. */
  public static PluginJars copy(Path jar) {
    PluginJars copy = new PluginJars();
    try (JarFile original = new JarFile(jar.toFile())) {
      copy.manifest.putAll(original.getManifest().getMainAttributes());
      for (JarEntry entry : Collections.list(original.entries())) {
        if (!entry.isDirectory() && !entry.getName().equals(JarFile.MANIFEST_NAME)) {
          copy.entry(entry.getName(), original.getInputStream(entry).readAllBytes());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return copy;
  }

  /** A JAR with one deployment at {@code /<id>} that answers every request with that text. */
  public static PluginJars greeter(String id, String version, String text) {
    return jar(id, version)
        .deployment(
            "demo.Greeter",
            "routePrefix = \"/" + id + "\"",
            "public Response handle(Request request) { return Response.text(\"" + text + "\"); }");
  }

  /** Adds a class. */
  public PluginJars source(String className, String text) {
    sources.put(className, text);
    return this;
  }

  /**
   * Adds a public class that is a deployment.
   *
   * @param options inside the annotation's parentheses, such as {@code numReplicas = 2}
   * @param body of the class; the API and {@code java.util} are imported
   */
  public PluginJars deployment(String className, String options, String body) {
    int dot = className.lastIndexOf('.');
    String header = dot < 0 ? "" : "package " + className.substring(0, dot) + ";\n";
    return source(
        className,
        header
            + IMPORTS
            + ("@DeploymentOptions(" + options + ")\n")
            + ("public class " + className.substring(dot + 1) + " implements Deployment {\n")
            + (body + "\n}\n"));
  }

  /** Sets an attribute of the manifest. */
  public PluginJars manifest(String name, String value) {
    manifest.putValue(name, value);
    return this;
  }

  /** Leaves an attribute of the manifest out. */
  public PluginJars without(String manifestName) {
    manifest.remove(new Attributes.Name(manifestName));
    return this;
  }

  /** Leaves {@code META-INF/extensions.idx} out, as javac 23+ does without {@code -proc:full}. */
  public PluginJars withoutIndex() {
    index = false;
    return this;
  }

  /** Leaves an entry out that the compiler made, such as {@code lib/Missing.class}. */
  public PluginJars withoutEntry(String name) {
    leftOut.add(name);
    return this;
  }

  /** Adds an entry, or replaces one that the compiler made. */
  public PluginJars entry(String name, byte[] content) {
    entries.put(name, content);
    return this;
  }

  /** Adds a text entry, or replaces one that the compiler made. */
  public PluginJars entry(String name, String content) {
    return entry(name, content.getBytes(StandardCharsets.UTF_8));
  }

  /** Leaves a class out, as a build does that forgets to bundle a library. */
  public PluginJars withoutClass(String className) {
    return withoutEntry(className.replace('.', '/') + ".class");
  }

  /** Gives a class another class file version, such as 99 for a Java that does not exist yet. */
  public PluginJars classVersion(String className, int major) {
    classVersions.put(className.replace('.', '/') + ".class", major);
    return this;
  }

  /** The {@code Plugin-Id}. */
  public String id() {
    return manifest.getValue("Plugin-Id");
  }

  /** What it holds under that name, such as a compiled class. */
  public byte[] contentOf(String entry) {
    try {
      return Objects.requireNonNull(contents().get(entry), entry);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The JAR. */
  public byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : contents().entrySet()) {
        write(jar, entry.getKey(), entry.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Writes the JAR as a careful person would: beside the file, then renamed. */
  public Path writeTo(Path file) {
    return place(bytes(), file);
  }

  /** Puts those bytes there in one step, whatever was there. */
  public static Path place(byte[] bytes, Path file) {
    try {
      Path temp = file.resolveSibling("." + file.getFileName() + ".tmp");
      Files.write(temp, bytes);
      return Files.move(temp, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, byte[]> contents() throws IOException {
    Map<String, byte[]> contents = new LinkedHashMap<>();
    contents.put("META-INF/MANIFEST.MF", manifestFile());
    if (!sources.isEmpty()) {
      contents.putAll(Sources.compile(sources));
    }
    if (!index) {
      contents.remove("META-INF/extensions.idx");
    }
    contents.putAll(entries);
    contents.keySet().removeAll(leftOut);
    classVersions.forEach((name, major) -> contents.computeIfPresent(name, (n, b) -> as(major, b)));
    return contents;
  }

  private byte[] manifestFile() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Manifest written = new Manifest();
    written.getMainAttributes().putAll(manifest);
    written.write(bytes);
    return bytes.toByteArray();
  }

  private static byte[] as(int major, byte[] classFile) {
    byte[] changed = classFile.clone();
    changed[6] = (byte) (major >> 8);
    changed[7] = (byte) major;
    return changed;
  }

  private static void write(JarOutputStream jar, String name, byte[] content) throws IOException {
    JarEntry entry = new JarEntry(name);
    entry.setTime(0);
    jar.putNextEntry(entry);
    jar.write(content);
    jar.closeEntry();
  }
}
