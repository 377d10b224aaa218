package io.jarserve.server.plugin;

import io.jarserve.server.model.Digest;
import java.nio.file.Path;

/**
 * What a generation is loaded from.
 *
 * @param number never used twice in the life of a server
 * @param application the {@code Plugin-Id}
 * @param version the {@code Plugin-Version}
 * @param artifact the stored JAR; never written to after it was stored
 * @param workDir where private copies lie; on the file system of the store they cost nothing
 */
public record GenerationSource(
    long number, String application, String version, Digest digest, Path artifact, Path workDir) {

  /** For people and thread names: {@code greeter-1.2-3}. */
  public String title() {
    return application + "-" + version + "-" + number;
  }
}
