package io.jarserve.server.artifact;

import io.jarserve.server.artifact.store.ArtifactException;
import io.jarserve.server.files.LockFile;
import io.jarserve.server.files.Trouble;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a second server away from a deploy directory, for as long as this one runs, however it
 * ends. What no server can write to, any number of them may watch.
 *
 * <p>Where nothing can be locked, two servers are told apart later, by the {@link Ledger}.
 */
public final class DirectoryClaim implements AutoCloseable {

  static final String FILE = ".jarserve-lock";

  private static final Logger log = LoggerFactory.getLogger(DirectoryClaim.class);

  private final @Nullable LockFile lock;

  private DirectoryClaim(@Nullable LockFile lock) {
    this.lock = lock;
  }

  /** Takes the lock of a directory. */
  @FunctionalInterface
  interface Locking {
    LockFile take(Path file, String holder) throws IOException;
  }

  /**
   * Takes the directory for a server.
   *
   * @param stateDir tells the server from others
   * @throws ArtifactException when another server has it; names both
   */
  public static DirectoryClaim take(Path directory, Path stateDir) throws ArtifactException {
    return take(
        directory, stateDir, (file, holder) -> LockFile.take(file, holder, LockFile.A_LOOK));
  }

  static DirectoryClaim take(Path directory, Path stateDir, Locking locking)
      throws ArtifactException {
    String self = "process " + ProcessHandle.current().pid() + by(stateDir);
    try {
      return new DirectoryClaim(locking.take(directory.resolve(FILE), self));
    } catch (LockFile.HeldException held) {
      throw new ArtifactException(
          "the deploy directory %s is in use by %s, and cannot be that of %s too; give each its own with --deploy-dir, or stop the other one with 'jarserve shutdown'"
              .formatted(directory, held.holder(), self),
          held);
    } catch (LockFile.UnsupportedException unsupported) {
      log.warn(
          "nothing keeps a second server from the deploy directory {}: {}; give each server its own",
          directory,
          unsupported.getMessage());
    } catch (IOException notWritable) {
      log.debug("{} is watched without a claim: {}", directory, Trouble.of(notWritable));
    }
    return new DirectoryClaim(null);
  }

  /**
   * Who has a directory just now and is not the server of that state directory; empty when nobody
   * has, or nobody can tell.
   */
  public static Optional<String> otherHolder(Path directory, Path stateDir) {
    return LockFile.holder(directory.resolve(FILE)).filter(other -> !other.endsWith(by(stateDir)));
  }

  private static String by(Path stateDir) {
    return " with the state directory " + stateDir.toAbsolutePath().normalize();
  }

  /** Lets others have it. */
  @Override
  public void close() {
    if (lock != null) {
      lock.close();
    }
  }
}
