package io.jarserve.server.fuzz;

import io.jarserve.server.artifact.OptionsFuzz;
import io.jarserve.server.artifact.jar.JarFuzz;
import io.jarserve.server.config.ConfigFuzz;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is fuzzed.
 *
 * @param label also the directory of its known inputs: good ones to begin with, and such as failed
 *     once
 * @param type the class that the fuzzer calls
 * @param led the classes whose coverage leads the fuzzer; what runs by itself beside it only
 *     disturbs
 */
record FuzzTarget(String label, Class<?> type, Making making, List<String> led) {

  static final FuzzTarget CONFIG =
      of(
          "config",
          ConfigFuzz.class,
          () -> new Material(ConfigFuzz.words()),
          "config.**",
          "json.**",
          "model.**");
  static final FuzzTarget OPTIONS =
      of(
          "options",
          OptionsFuzz.class,
          () -> new Material(OptionsFuzz.words()),
          "artifact.**",
          "json.**",
          "model.**");
  static final FuzzTarget JAR =
      of(
          "jar",
          JarFuzz.class,
          () -> new Material(JarFuzz.seeds(), JarFuzz.words()),
          "artifact.**",
          "model.**");
  static final FuzzTarget API =
      of(
          "api",
          ApiFuzz.class,
          ApiFuzz::material,
          "access.**",
          "admin.**",
          "artifact.**",
          "controller.Commands",
          "json.**",
          "model.**");

  /** For the test that failures are told. */
  static final FuzzTarget ALARM =
      of("alarm", AlarmFuzz.class, () -> new Material(List.of("x")), "json.**");

  /** Makes what a fuzzer begins with. */
  interface Making {
    Material make() throws IOException;
  }

  private static FuzzTarget of(String label, Class<?> type, Making making, String... led) {
    List<String> classes = Arrays.stream(led).map("io.jarserve.server."::concat).toList();
    return new FuzzTarget(label, type, making, classes);
  }

  /** Those that must not fail. */
  static List<FuzzTarget> all() {
    return List.of(CONFIG, OPTIONS, JAR, API);
  }

  Material material() throws IOException {
    return making.make();
  }

  /** Files with inputs. */
  List<Path> known() throws IOException {
    URL directory = FuzzTarget.class.getResource("/fuzz/" + label);
    try (Stream<Path> files = Files.list(Path.of(directory.toURI()))) {
      return files.sorted().toList();
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  @Override
  public String toString() {
    return label;
  }
}
