package io.jarserve.server.plugin;

import io.jarserve.api.Deployment;
import java.util.Optional;
import java.util.function.Function;

/**
 * The program that embeds the server, where it takes the place of a JAR. Outlives every generation
 * that is loaded from it.
 *
 * @param classes where classes come from
 * @param instances what serves as the instance of a deployment class, where it is made already;
 *     called by any thread
 */
public record Host(ClassLoader classes, Function<String, Optional<Deployment>> instances) {

  /** Only the classes; each replica gets an instance of its own. */
  public static Host ofClasses(ClassLoader classes) {
    return new Host(classes, className -> Optional.empty());
  }
}
