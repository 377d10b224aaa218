package io.jarserve.server.plugin;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** The JAR that one generation is loaded from: its own, under a path that was never used before. */
final class PrivateCopy {

  private static final AtomicLong SEQUENCE = new AtomicLong();

  private PrivateCopy() {}

  /** A hard link to the artifact where that is possible, else a copy of it. */
  static Path make(GenerationSource source) throws IOException {
    Files.createDirectories(source.workDir());
    while (true) {
      Path copy = source.workDir().resolve(fileName(source));
      try {
        return link(source.artifact(), copy);
      } catch (FileAlreadyExistsException e) {
        // left behind by a server that was killed: the next name is free, sooner or later
      }
    }
  }

  private static Path link(Path artifact, Path copy) throws IOException {
    try {
      return Files.createLink(copy, artifact);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (IOException | UnsupportedOperationException e) {
      return Files.copy(artifact, copy);
    }
  }

  private static String fileName(GenerationSource source) {
    String title = source.title().replaceAll("[^A-Za-z0-9._-]", "_");
    return title + "-" + SEQUENCE.incrementAndGet() + ".jar";
  }
}
