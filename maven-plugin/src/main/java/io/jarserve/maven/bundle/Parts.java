package io.jarserve.maven.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The entries of a JAR that is being put together, by name. Holds the libraries open until it is
 * closed; used by one thread.
 */
final class Parts implements AutoCloseable {

  /** Reads the content of one entry. */
  private interface Part {
    byte[] read() throws IOException;
  }

  private final SortedMap<String, Part> parts = new TreeMap<>();
  private final SortedMap<String, Set<String>> services = new TreeMap<>();
  private final Set<String> clashes = new TreeSet<>();
  private final List<ZipFile> open = new ArrayList<>();
  private boolean multiRelease;

  /** Adds everything below a directory. */
  void addOwn(Path directory) throws IOException {
    for (Path file : filesBelow(directory)) {
      String name = directory.relativize(file).toString().replace('\\', '/');
      if (!name.equals(BundleRules.MANIFEST)) {
        add(name, () -> Files.readAllBytes(file));
      }
    }
  }

  /** Adds what belongs into another JAR of a library. */
  void addLibrary(Path library) throws IOException {
    if (Files.isDirectory(library)) { // a module of the same build that is not packaged
      addModule(library);
      return;
    }
    ZipFile zip = new ZipFile(library.toFile());
    open.add(zip);
    multiRelease |= isMultiRelease(zip);
    for (ZipEntry entry : zip.stream().map(ZipEntry.class::cast).toList()) {
      if (!entry.isDirectory()) {
        addFromLibrary(entry.getName(), () -> read(zip, entry));
      }
    }
  }

  private void addModule(Path directory) throws IOException {
    for (Path file : filesBelow(directory)) {
      String name = directory.relativize(file).toString().replace('\\', '/');
      addFromLibrary(name, () -> Files.readAllBytes(file));
    }
  }

  private void addFromLibrary(String name, Part part) throws IOException {
    if (!BundleRules.staysOut(name)) {
      add(name, part);
    }
  }

  private void add(String name, Part part) throws IOException {
    if (BundleRules.isServiceFile(name)) {
      new String(part.read(), StandardCharsets.UTF_8)
          .lines()
          .forEach(services.computeIfAbsent(name, key -> new LinkedHashSet<>())::add);
    } else if (parts.putIfAbsent(name, part) != null && BundleRules.isClass(name)) {
      clashes.add(name);
    }
  }

  /** Sets an entry, whatever was there. */
  void put(String name, byte[] content) {
    parts.put(name, () -> content);
  }

  /** Sorted. */
  List<String> names() {
    TreeSet<String> names = new TreeSet<>(parts.keySet());
    names.addAll(services.keySet());
    return List.copyOf(names);
  }

  byte[] read(String name) throws IOException {
    Set<String> implementations = services.get(name);
    return implementations == null
        ? Objects.requireNonNull(parts.get(name), name).read()
        : (String.join("\n", implementations) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** Whether a library has classes of its own for newer Javas. */
  boolean isMultiRelease() {
    return multiRelease;
  }

  /** Names of classes that came more than once. */
  List<String> clashes() {
    return List.copyOf(clashes);
  }

  private static List<Path> filesBelow(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static boolean isMultiRelease(ZipFile zip) throws IOException {
    ZipEntry manifest = zip.getEntry(JarFile.MANIFEST_NAME);
    if (manifest == null) {
      return false;
    }
    try (InputStream in = zip.getInputStream(manifest)) {
      return "true"
          .equalsIgnoreCase(new Manifest(in).getMainAttributes().getValue("Multi-Release"));
    }
  }

  private static byte[] read(ZipFile zip, ZipEntry entry) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }

  @Override
  public void close() throws IOException {
    for (ZipFile zip : open) {
      zip.close();
    }
  }
}
