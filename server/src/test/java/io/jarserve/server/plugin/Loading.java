package io.jarserve.server.plugin;

import io.jarserve.server.model.Digest;
import io.jarserve.server.testing.PluginJars;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** Loads JARs that were made in a test. */
final class Loading {

  private static final AtomicLong NUMBERS = new AtomicLong();
  static final Digest DIGEST = new Digest("0".repeat(64));

  private Loading() {}

  static Generation load(PluginJars jar, Path dir, UnloadWatch watch) throws PluginException {
    long number = NUMBERS.incrementAndGet();
    Path artifact = jar.writeTo(dir.resolve("stored-" + number + ".jar"));
    return Generation.load(
        new GenerationSource(number, "app", "1.0", DIGEST, artifact, dir.resolve("work")), watch);
  }
}
