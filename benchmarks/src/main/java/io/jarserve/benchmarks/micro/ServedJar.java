package io.jarserve.benchmarks.micro;

import io.jarserve.benchmarks.packing.PluginFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Packages {@link Served} as a plugin. Stateless. */
final class ServedJar {

  private static final List<Class<?>> DEPLOYMENTS =
      List.of(
          Served.Blocking.class, Served.NonBlocking.class, Served.Json.class, Served.Routed.class);

  private ServedJar() {}

  static void write(Path file) throws IOException {
    PluginFile.write(file, "served", "1.0", DEPLOYMENTS, Served.class, Served.Greeting.class);
  }
}
