package io.jarserve.server.model;

import java.util.List;

/**
 * The packages that plugins share with the server: the plugin API and what its signatures name; and
 * the annotations of Jackson, which its versions 2 and 3 have in common, so that authors can
 * annotate their records. A plugin sees the server's classes of these, also when it brings its own.
 */
public final class SharedPackages {

  /** Each with the dot at its end; packages below them are shared too. */
  public static final List<String> PREFIXES =
      List.of(
          "io.jarserve.api.",
          "org.slf4j.",
          "org.pf4j.",
          "org.jspecify.annotations.",
          "com.fasterxml.jackson.annotation.");

  private SharedPackages() {}

  /** Whether the class, or the resource with dots for slashes, is in one of them. */
  public static boolean hold(String name) {
    return PREFIXES.stream().anyMatch(name::startsWith);
  }
}
