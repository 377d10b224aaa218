package io.jarserve.server.artifact;

import io.jarserve.server.files.Trouble;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One look at the whole deploy directory.
 *
 * @param key which directory it is; a mount or a new directory of the same name has another
 * @param files JARs and options files by name
 * @param markers names of {@code .failed} files
 * @param ledger as it lies in the directory
 * @param trouble why the directory cannot be read; then everything else is empty
 */
record Sight(
    Optional<Object> key,
    Map<String, Look> files,
    Set<String> markers,
    Optional<Ledger> ledger,
    Optional<Look> ledgerLook,
    Optional<String> trouble) {

  /** Before the first look. */
  static final Sight NOTHING = unseen("", Path.of(""));

  static final String JAR = ".jar";
  static final String OPTIONS = ".yaml";

  /** What many a person writes for {@link #OPTIONS}; only warned of. */
  static final String MISSPELT_OPTIONS = ".yml";

  static final String MARKER = ".failed";

  static boolean isJar(String name) {
    return name.endsWith(JAR);
  }

  /** Whether a name may be one of ours: everything else is passed over. */
  static boolean isWatched(String name) {
    return !name.startsWith(".") && (isJar(name) || isOptions(name));
  }

  /** Whether somebody may have meant it to be options. */
  static boolean isOptions(String name) {
    return name.endsWith(OPTIONS) || name.endsWith(MISSPELT_OPTIONS);
  }

  boolean hasJars() {
    return files.keySet().stream().anyMatch(Sight::isJar);
  }

  /**
   * Looks.
   *
   * @param before the look before, from which is taken what did not change
   */
  static Sight of(Path directory, Sight before) {
    try {
      return read(directory, before);
    } catch (NoSuchFileException e) {
      return unseen("the deploy directory %s is gone; mount or make it again", directory);
    } catch (NotDirectoryException e) {
      return unseen("the deploy directory %s is not a directory; make it one", directory);
    } catch (AccessDeniedException e) {
      return unseen(
          "the deploy directory %s cannot be read; give this user the right to read it", directory);
    } catch (IOException e) {
      return unseen("the deploy directory %s cannot be read: " + Trouble.of(e), directory);
    }
  }

  private static Sight read(Path directory, Sight before) throws IOException {
    Map<String, Look> files = new TreeMap<>();
    Set<String> markers = new TreeSet<>();
    try (DirectoryStream<Path> names = Files.newDirectoryStream(directory)) {
      for (Path path : names) {
        String name = path.getFileName().toString();
        if (isWatched(name)) {
          Look.at(path).ifPresent(look -> files.put(name, look));
        } else if (name.endsWith(MARKER)) {
          markers.add(name);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    Optional<Object> key = Look.at(directory).flatMap(Look::key);
    Optional<Look> ledgerLook = Look.at(directory.resolve(Ledger.FILE));
    Optional<Ledger> ledger =
        ledgerLook.equals(before.ledgerLook) ? before.ledger : ledger(directory);
    return new Sight(key, files, markers, ledger, ledgerLook, Optional.empty());
  }

  /** A ledger that is no JSON counts as lost; one that cannot be read does not. */
  private static Optional<Ledger> ledger(Path directory) throws IOException {
    try {
      return Ledger.read(Files.readAllBytes(directory.resolve(Ledger.FILE)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static Sight unseen(String form, Path directory) {
    String why = form.replace("%s", directory.toString()) + "; what is deployed stays as it is";
    return new Sight(
        Optional.empty(), Map.of(), Set.of(), Optional.empty(), Optional.empty(), Optional.of(why));
  }
}
