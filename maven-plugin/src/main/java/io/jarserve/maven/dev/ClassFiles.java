package io.jarserve.maven.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Three directories: the class files in use, those that a compiler has just written, and those that
 * are out of its sight while it works, or else it would take what a source no longer says from
 * there. Knows which source gave which class file. Used by one thread.
 */
final class ClassFiles {

  private final Path used;
  private final Path fresh;
  private final Path aside;
  private final Map<Path, Set<String>> bySource = new HashMap<>();

  ClassFiles(Path used, Path fresh, Path aside) {
    this.used = used;
    this.fresh = fresh;
    this.aside = aside;
  }

  /** Takes the class files of these sources out of use, until they are replaced or put back. */
  void putAside(Set<Path> sources) throws IOException {
    for (Path source : sources) {
      for (String name : bySource.getOrDefault(source, Set.of())) {
        if (Files.exists(used.resolve(name))) {
          move(used.resolve(name), aside.resolve(name));
        }
      }
    }
  }

  /** Puts the fresh class files to use instead of those that were put aside. */
  void replace(Set<Path> sources, Map<Path, Set<String>> made) throws IOException {
    delete(aside);
    bySource.keySet().removeAll(sources);
    bySource.putAll(made);
    moveAll(fresh, used);
  }

  /** As if nothing had been compiled. */
  void putBack() throws IOException {
    delete(fresh);
    moveAll(aside, used);
  }

  private static void moveAll(Path from, Path to) throws IOException {
    for (Path file : filesBelow(from)) {
      move(file, to.resolve(from.relativize(file).toString()));
    }
  }

  private static void move(Path file, Path target) throws IOException {
    Files.createDirectories(target.getParent());
    Files.move(file, target, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void delete(Path directory) throws IOException {
    for (Path file : filesBelow(directory)) {
      Files.delete(file);
    }
  }

  private static List<Path> filesBelow(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> below = Files.walk(directory)) {
      return below.filter(Files::isRegularFile).toList();
    }
  }
}
