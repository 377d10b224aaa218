package io.jarserve.maven.bundle;

import io.jarserve.server.artifact.jar.AnnotatedClasses;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a plugin JAR: the author's classes, the libraries that they need, the extension index and
 * the manifest. Entries are sorted and carry one fixed time, so equal inputs make equal bytes
 * wherever and whenever they are written.
 */
public final class PluginJar {

  /** The first moment that a JAR can name without a time zone. */
  private static final LocalDateTime ALWAYS = LocalDateTime.of(1980, 1, 1, 0, 0, 0);

  private PluginJar() {}

  /**
   * What goes in.
   *
   * @param classes directory of the author's own classes and resources
   * @param libraries JARs or directories, in the order of the class path: the first one wins
   * @param attributes of the manifest, without its version
   */
  public record Contents(Path classes, List<Path> libraries, Map<String, String> attributes) {
    public Contents {
      libraries = List.copyOf(libraries);
      attributes = new TreeMap<>(attributes);
    }
  }

  /** How hard to pack. */
  public enum Packing {
    /** For what is handed out. */
    SMALL(Deflater.DEFAULT_COMPRESSION),
    /** For what is thrown away again. */
    FAST(Deflater.NO_COMPRESSION);

    private final int level;

    Packing(int level) {
      this.level = level;
    }
  }

  /**
   * Writes the JAR beside that place and moves it there in one step.
   *
   * @return classes that several libraries have; the first one's are in the JAR
   * @throws IOException when something cannot be read or written
   */
  public static List<String> write(Contents contents, Path jar, Packing packing)
      throws IOException {
    Files.createDirectories(jar.toAbsolutePath().getParent());
    Path written = jar.resolveSibling("." + jar.getFileName() + ".part");
    try (Parts parts = new Parts()) {
      parts.addOwn(contents.classes());
      for (Path library : contents.libraries()) {
        parts.addLibrary(library);
      }
      parts.put(BundleRules.INDEX, index(contents.classes()));
      write(parts, manifest(contents.attributes(), parts.isMultiRelease()), written, packing);
      Files.move(written, jar, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      return parts.clashes();
    } finally {
      Files.deleteIfExists(written);
    }
  }

  /** What the annotation processor wrote, if it ran, and what it would have written. */
  private static byte[] index(Path classes) throws IOException {
    TreeSet<String> names = new TreeSet<>(AnnotatedClasses.below(classes));
    Path written = classes.resolve(BundleRules.INDEX);
    if (Files.exists(written)) {
      Files.readAllLines(written).stream()
          .map(line -> line.replaceFirst("#.*", "").trim())
          .filter(line -> !line.isEmpty())
          .filter(line -> Files.exists(classes.resolve(line.replace('.', '/') + ".class")))
          .forEach(names::add);
    }
    return (String.join("\n", names) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] manifest(Map<String, String> attributes, boolean multiRelease)
      throws IOException {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.forEach(main::putValue);
    if (multiRelease) {
      main.put(Attributes.Name.MULTI_RELEASE, "true");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    manifest.write(bytes);
    return bytes.toByteArray();
  }

  private static void write(Parts parts, byte[] manifest, Path file, Packing packing)
      throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setLevel(packing.level);
      entry(zip, BundleRules.MANIFEST, manifest);
      for (String name : parts.names()) {
        entry(zip, name, parts.read(name));
      }
    }
  }

  private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(ALWAYS);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}
