package io.jarserve.server.files;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** A directory with all that is in it. */
public final class Tree {

  private Tree() {}

  /** Deletes it, where it is there. Links are deleted, not followed. */
  public static void delete(Path root) throws IOException {
    if (Files.exists(root)) {
      Files.walkFileTree(root, new Deleter());
    }
  }

  /** The same directory, there and with nothing in it. */
  public static Path emptied(Path root) throws IOException {
    delete(root);
    return Files.createDirectories(root);
  }

  private static final class Deleter extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException fault)
        throws IOException {
      super.postVisitDirectory(directory, fault);
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
