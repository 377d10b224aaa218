package io.jarserve.maven.rollout;

import io.jarserve.server.model.Digest;
import java.io.IOException;
import java.nio.file.Path;

/** The options that an operator would set, brought beside the JAR of an application. Stateless. */
public final class OptionsDrop {

  private static final String SUFFIX = ".yaml";

  private OptionsDrop() {}

  /**
   * Copies a file of options to a deploy directory; whoever looks there sees the old one or the new
   * one.
   *
   * @throws IOException when it cannot
   */
  public static void drop(Path options, String application, Path deployDir) throws IOException {
    Digest unused = DeployFile.put(options, deployDir.resolve(application + SUFFIX));
  }
}
