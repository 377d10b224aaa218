package io.jarserve.maven.rollout;

import io.jarserve.server.model.Digest;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A JAR that lies in a deploy directory, and what a server is to make of it.
 *
 * @param application its name
 * @param file its name in the deploy directory
 */
public record PluginDrop(String application, String file, Digest digest) {

  /**
   * Copies a JAR to a deploy directory; whoever looks there sees the old one or the new one.
   *
   * @throws IOException when it cannot
   */
  public static PluginDrop drop(Path jar, String application, Path deployDir, String file)
      throws IOException {
    return new PluginDrop(application, file, DeployFile.put(jar, deployDir.resolve(file)));
  }
}
