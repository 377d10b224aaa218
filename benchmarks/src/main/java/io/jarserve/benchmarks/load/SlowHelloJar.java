package io.jarserve.benchmarks.load;

import io.jarserve.benchmarks.packing.PluginFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Packages {@link SlowHello} as a plugin: {@code SlowHelloJar <file> <version>}. A version that
 * ends in {@code broken} does not start.
 */
public final class SlowHelloJar {

  private SlowHelloJar() {}

  public static void main(String[] args) throws IOException {
    PluginFile.write(Path.of(args[0]), "hello", args[1], List.of(SlowHello.class));
  }
}
