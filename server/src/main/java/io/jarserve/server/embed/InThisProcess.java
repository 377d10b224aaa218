package io.jarserve.server.embed;

import io.jarserve.server.config.ConfigKey;
import io.jarserve.server.config.ServerConfig;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The instance of this process: at most one, so that whoever starts it twice has it once. It ends
 * with the process at the latest. One thread starts at a time, others wait for it.
 */
final class InThisProcess {

  private static volatile @Nullable Embedded running;
  private static boolean hooked;

  private InThisProcess() {}

  static synchronized Jarserve start(ServerConfig options) {
    refuseForeign(options);
    Optional<Embedded> known = alive();
    if (known.isPresent()) {
      checkSame(known.get(), options);
      return known.get();
    }
    Embedded started = Embedded.start(options);
    running = started;
    hook();
    return started;
  }

  /** One that ends is waited for, so that what it has is free. */
  private static Optional<Embedded> alive() {
    Embedded last = running;
    if (last != null && last.isEnding()) {
      last.shutdown();
      running = null;
    }
    return Optional.ofNullable(running);
  }

  private static void hook() {
    if (!hooked) {
      hooked = true;
      Runtime.getRuntime().addShutdownHook(new Thread(InThisProcess::end, "jarserve-exit"));
    }
  }

  /** Not synchronized: a start that hangs must not keep the program from ending. */
  private static void end() {
    Embedded last = running;
    if (last != null) {
      last.shutdown();
    }
  }

  private static void checkSame(Embedded known, ServerConfig options) {
    ServerConfig there = known.options();
    if (!there.equals(options)) {
      String differences =
          Arrays.stream(ConfigKey.values())
              .filter(key -> !there.get(key).equals(options.get(key)))
              .map(
                  key ->
                      "%s is %s there and %s here"
                          .formatted(key.yamlName(), there.get(key), options.get(key)))
              .collect(Collectors.joining(", "));
      throw new JarserveException(
          "other_options",
          "an instance runs in this process already, at %s, with other options: %s; start with the same ones, or shut it down first"
              .formatted(known.httpAddress(), differences));
    }
  }

  private static void refuseForeign(ServerConfig options) {
    if (options.detach()) {
      throw new JarserveException(
          "invalid",
          "detach is true, but Jarserve.start serves in this process; leave it out, or start a process of its own with Jarserve.startDetached");
    }
    if (options.withSamples()) {
      throw new JarserveException(
          "invalid", "with_samples is true, but a program has no samples; leave it out");
    }
  }
}
