package io.jarserve.server.model;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The packages that plugins share with the server: the plugin API and what its signatures name; and
 * the annotations of Jackson, which its versions 2 and 3 have in common, so that authors can
 * annotate their records. Of Micrometer the meters are shared, but not what would hold on to
 * plugins. A plugin sees the server's classes of these, also when it brings its own.
 */
public final class SharedPackages {

  /**
   * Each with the dot at its end; packages below them are shared too, but for what {@link #hold}
   * leaves out.
   */
  public static final List<String> PREFIXES =
      List.of(
          "io.jarserve.api.",
          "org.slf4j.",
          "org.pf4j.",
          "org.jspecify.annotations.",
          "com.fasterxml.jackson.annotation.",
          "io.micrometer.common.",
          "io.micrometer.observation.",
          "io.micrometer.core.annotation.",
          "io.micrometer.core.instrument.");

  private static final String METERS = "io.micrometer.";

  /**
   * The registry that all of a JVM would share; and bridges to libraries, which are the plugin's.
   */
  private static final Pattern NOT_SHARED =
      Pattern.compile(
          "io\\.micrometer\\.core\\.instrument\\.(Metrics(\\$More)?|binder\\.[a-z].*?)(\\.class)?");

  private SharedPackages() {}

  /** Whether the class, or the resource with dots for slashes, is in one of them. */
  public static boolean hold(String name) {
    return PREFIXES.stream().anyMatch(name::startsWith)
        && !(name.startsWith(METERS) && NOT_SHARED.matcher(name).matches());
  }
}
