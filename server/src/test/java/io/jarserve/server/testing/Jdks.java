package io.jarserve.server.testing;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/** The JDKs of this machine, where they usually are. */
public final class Jdks {

  private static final List<Path> PLACES =
      List.of(
          Path.of("/usr/lib/jvm"),
          Path.of("/usr/java"),
          Path.of("/opt/java"),
          Path.of("/Library/Java/JavaVirtualMachines"),
          Path.of(System.getProperty("user.home"), ".sdkman/candidates/java"),
          Path.of(System.getProperty("user.home"), ".jdks"));

  private Jdks() {}

  /** The newest one; that of this process when there is no newer one. */
  public static Path newest() throws IOException {
    Path newest = Path.of(System.getProperty("java.home"));
    for (Path place : PLACES) {
      newest = newestOf(newest, place);
    }
    return newest;
  }

  private static Path newestOf(Path known, Path place) throws IOException {
    if (!Files.isDirectory(place)) {
      return known;
    }
    try (Stream<Path> homes = Files.list(place)) {
      return Stream.concat(Stream.of(known), homes.flatMap(Jdks::inside))
          .filter(home -> Files.isExecutable(home.resolve("bin/javac")))
          .max(Comparator.comparingInt(Jdks::feature))
          .orElse(known);
    }
  }

  private static Stream<Path> inside(Path home) {
    return Stream.of(home, home.resolve("Contents/Home"));
  }

  /** Its version, such as 17; 0 when it does not tell. */
  public static int feature(Path home) {
    try (Reader in = Files.newBufferedReader(home.resolve("release"))) {
      Properties release = new Properties();
      release.load(in);
      String version = release.getProperty("JAVA_VERSION", "0").replace("\"", "");
      return Integer.parseInt(version.replaceFirst("\\D.*", ""));
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }
}
