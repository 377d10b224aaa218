package io.jarserve.server.node;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** The private copies of a process; those of an earlier one are of no use to anybody. */
final class WorkDirectory {

  private WorkDirectory() {}

  static Path emptied(Path directory) throws IOException {
    remove(directory);
    return Files.createDirectories(directory);
  }

  /** Removes it, where it is there, with all that is in it. */
  static void remove(Path directory) throws IOException {
    if (Files.exists(directory)) {
      Files.walkFileTree(directory, new Remover());
    }
  }

  private static final class Remover extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException fault)
        throws IOException {
      if (fault != null) {
        throw fault;
      }
      Files.delete(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
