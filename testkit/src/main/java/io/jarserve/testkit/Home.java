package io.jarserve.testkit;

import io.jarserve.server.files.Tree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The directories of one server, in the directory for temporary files, and what is dropped there.
 * Files appear whole.
 */
final class Home implements AutoCloseable {

  private final Path root;

  private Home(Path root) {
    this.root = root;
  }

  static Home make() {
    try {
      Home home = new Home(Files.createTempDirectory("jarserve-test-"));
      Files.createDirectory(home.deployDir());
      return home;
    } catch (IOException e) {
      throw new UncheckedIOException("no directory for the server can be made: " + e, e);
    }
  }

  Path root() {
    return root;
  }

  Path deployDir() {
    return root.resolve("deploy");
  }

  Path stateDir() {
    return root.resolve("state");
  }

  void drop(String file, byte[] content) {
    Path draft = root.resolve(file + ".draft");
    try {
      Files.write(draft, content);
      Files.move(draft, deployDir().resolve(file), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot drop " + file + ": " + e, e);
    }
  }

  void remove(String file) {
    try {
      Files.deleteIfExists(deployDir().resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + file + ": " + e, e);
    }
  }

  /** Deletes everything. */
  @Override
  public void close() {
    try {
      Tree.delete(root);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + root + ": " + e, e);
    }
  }
}
