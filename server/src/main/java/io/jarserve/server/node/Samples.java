package io.jarserve.server.node;

import io.jarserve.server.config.ConfigException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The sample JARs of a distribution. */
final class Samples {

  private final Path directory;

  Samples(Path directory) {
    this.directory = directory;
  }

  /**
   * Copies each sample, unless the deploy directory has the same bytes or a newer file under its
   * name.
   *
   * @return what was done, for people
   */
  List<String> copyTo(Path deployDir) throws IOException {
    List<Path> jars = jars();
    List<String> copied = new ArrayList<>();
    List<String> kept = new ArrayList<>();
    Files.createDirectories(deployDir);
    for (Path jar : jars) {
      String name = jar.getFileName().toString();
      (copyIfNewer(jar, deployDir.resolve(name)) ? copied : kept).add(name);
    }
    List<String> lines = new ArrayList<>();
    if (!copied.isEmpty()) {
      lines.add("samples    copied " + String.join(", ", copied));
    }
    if (!kept.isEmpty()) {
      lines.add("samples    already there: " + String.join(", ", kept));
    }
    return lines;
  }

  private List<Path> jars() throws IOException {
    List<Path> jars = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "*.jar")) {
      found.forEach(jars::add);
    } catch (NotDirectoryException | NoSuchFileException none) {
      throw new ConfigException("--with-samples: there is no directory " + directory);
    }
    Collections.sort(jars);
    return jars;
  }

  private static boolean isSame(Path one, Path other) throws IOException {
    return Files.mismatch(one, other) < 0;
  }

  private static boolean isNewer(Path one, Path other) throws IOException {
    return Files.getLastModifiedTime(one).compareTo(Files.getLastModifiedTime(other)) > 0;
  }

  /** Through a hidden file, so that nobody sees half a JAR. */
  private static boolean copyIfNewer(Path jar, Path target) throws IOException {
    if (Files.exists(target) && (isSame(jar, target) || isNewer(target, jar))) {
      return false;
    }
    Path part = target.resolveSibling("." + target.getFileName() + ".part");
    Files.copy(jar, part, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return true;
  }
}
