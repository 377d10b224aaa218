package io.jarserve.server.replica;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How replicas are run on this node, beside what their own options say.
 *
 * @param workDir where private copies of artifacts lie; best on the file system of the store
 * @param stopTimeout how long {@code stop} may take
 * @param interruptGrace how long interrupted requests may take to return before {@code stop}
 * @param loaders how many artifacts are loaded at once
 */
public record ReplicaSettings(
    Path workDir, Duration stopTimeout, Duration interruptGrace, int loaders) {

  public static ReplicaSettings defaults(Path workDir) {
    int cores = Runtime.getRuntime().availableProcessors();
    return new ReplicaSettings(workDir, Duration.ofSeconds(10), Duration.ofSeconds(1), cores);
  }
}
