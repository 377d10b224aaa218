package io.jarserve.maven.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The files below some directories at one moment, as far as it can be told without reading them.
 */
record Snapshot(Map<Path, Stamp> files) {

  static final Snapshot EMPTY = new Snapshot(Map.of());

  /** What changes with a file's content. */
  record Stamp(long modifiedNanos, long size) {}

  /** From one snapshot to another. */
  record Changes(SortedSet<Path> written, SortedSet<Path> deleted) {
    boolean isEmpty() {
      return written.isEmpty() && deleted.isEmpty();
    }

    /** All of them. */
    SortedSet<Path> files() {
      SortedSet<Path> all = new TreeSet<>(written);
      all.addAll(deleted);
      return all;
    }
  }

  /** Looks at files and what is below directories; those that are not there count as empty. */
  static Snapshot of(List<Path> roots) throws IOException {
    Map<Path, Stamp> files = new TreeMap<>();
    for (Path root : roots) {
      if (Files.exists(root)) {
        add(root, files);
      }
    }
    return new Snapshot(files);
  }

  private static void add(Path root, Map<Path, Stamp> files) throws IOException {
    try (Stream<Path> below = Files.walk(root)) {
      for (Path file : (Iterable<Path>) below::iterator) {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (attributes.isRegularFile() && !isOfAnEditor(file)) {
          long modified = attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
          files.put(file, new Stamp(modified, attributes.size()));
        }
      }
    } catch (NoSuchFileException | UncheckedIOException moving) {
      // the next look sees where it went
    }
  }

  /** Backups and files that are being written. */
  private static boolean isOfAnEditor(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith(".") || name.startsWith("#") || name.endsWith("~");
  }

  Changes since(Snapshot before) {
    SortedSet<Path> written = new TreeSet<>();
    files.forEach(
        (file, stamp) -> {
          if (!stamp.equals(before.files.get(file))) {
            written.add(file);
          }
        });
    SortedSet<Path> deleted = new TreeSet<>(before.files.keySet());
    deleted.removeAll(files.keySet());
    return new Changes(written, deleted);
  }

  /** The files whose names, without their directories, are asked for. */
  Snapshot only(Predicate<String> wanted) {
    Map<Path, Stamp> some = new TreeMap<>(files);
    some.keySet().removeIf(file -> !wanted.test(file.getFileName().toString()));
    return new Snapshot(some);
  }

  Set<Path> names() {
    return files.keySet();
  }
}
