package io.jarserve.server.replica;

import io.jarserve.server.files.Tree;
import io.jarserve.server.files.Trouble;
import io.jarserve.server.model.ReplicaId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory for one replica, made when it is asked for. It lies in the work directory, which is
 * emptied when a server starts. Any thread.
 */
final class TempDirectory {

  private static final Logger LOG = LoggerFactory.getLogger(TempDirectory.class);

  private final ReplicaId replica;
  private final Path workDir;

  /** Guarded by this. */
  private @Nullable Path made;

  /** Guarded by this. */
  private boolean gone;

  TempDirectory(ReplicaId replica, Path workDir) {
    this.replica = replica;
    this.workDir = workDir;
  }

  synchronized Path get() {
    if (gone) {
      throw new IllegalStateException(
          "replica " + replica + " has stopped, and its temp directory is deleted");
    }
    if (made == null) {
      made = make();
    }
    return made;
  }

  /** Deletes it, and lets nobody make it again. */
  synchronized void delete() {
    gone = true;
    if (made != null) {
      deleteAll(made);
      made = null;
    }
  }

  private Path make() {
    Path parent = workDir.resolve("temp");
    try {
      Files.createDirectories(parent);
      String prefix = replica.toString().replaceAll("[^A-Za-z0-9._-]", "_") + "-";
      return Files.createTempDirectory(parent, prefix);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot make a temp directory in "
              + parent
              + "; make room, or make the directory writable",
          e);
    }
  }

  private static void deleteAll(Path root) {
    try {
      Tree.delete(root);
    } catch (IOException e) {
      LOG.warn("cannot delete {}: {}; the next start of the server will", root, Trouble.of(e));
    }
  }
}
