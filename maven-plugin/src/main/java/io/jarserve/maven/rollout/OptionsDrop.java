package io.jarserve.maven.rollout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

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
    Path target = deployDir.resolve(application + SUFFIX);
    Path copy = deployDir.resolve("." + target.getFileName() + ".part");
    try {
      Files.copy(options, copy, StandardCopyOption.REPLACE_EXISTING);
      Files.move(copy, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(copy);
    }
  }
}
