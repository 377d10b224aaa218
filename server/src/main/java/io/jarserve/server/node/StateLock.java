package io.jarserve.server.node;

import io.jarserve.server.files.LockFile;
import io.jarserve.server.files.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Keeps a second server away from a state directory, until this one ends in whatever way. */
final class StateLock {

  private StateLock() {}

  /**
   * @throws StartException when another server has it, or the directory cannot be written
   */
  static LockFile take(Path stateDir) throws StartException {
    try {
      Files.createDirectories(stateDir);
      String self = "process " + ProcessHandle.current().pid();
      return LockFile.take(stateDir.resolve("lock"), self, LockFile.A_LOOK);
    } catch (LockFile.HeldException held) {
      throw new StartException(
          "state directory %s is in use by %s; stop that one with 'jarserve shutdown', or choose another with --state-dir"
              .formatted(stateDir, held.holder()),
          null);
    } catch (IOException e) {
      throw new StartException(
          "state directory %s cannot be used (%s); make it writable, or choose another with --state-dir"
              .formatted(stateDir, Trouble.of(e)),
          e);
    }
  }
}
