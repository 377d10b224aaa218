package io.jarserve.server.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.metrics.DeploymentMeter;
import io.jarserve.server.metrics.Meters;
import io.jarserve.server.model.DeploymentId;
import io.jarserve.server.model.Options;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTableTest {

  private final DeploymentMeter meter = new Meters().deployment("app", "Main");

  @ParameterizedTest
  @CsvSource({
    "/a, /a",
    "/a/, /a",
    "/a/x, /a",
    "/a/b, /a/b",
    "/a/b/c/d, /a/b",
    "/a/bc, /a",
    "/ab, /",
    "/, /",
    "/zzzzzzzzzzzzzzzzzzzzzzzzzzzzz/a, /",
  })
  void find_path_takesLongestPrefixOnSegmentBorders(String path, String prefix) {
    RouteTable table = table("/", "/a", "/a/b", "/long/prefix/of/many/segments");

    assertThat(Objects.requireNonNull(table.find(path)).prefix()).isEqualTo(prefix);
  }

  @Test
  void find_pathThatNoPrefixCovers_isNull() {
    RouteTable table = table("/a");

    assertThat(table.find("/ab")).isNull();
    assertThat(table.find("/b/a")).isNull();
    assertThat(table.find("/")).isNull();
    assertThat(RouteTable.EMPTY.find("/a")).isNull();
  }

  @ParameterizedTest
  @CsvSource({"/a, /a, /", "/a, /a/, /", "/a, /a/x/y, /x/y", "/, /, /", "/, /x, /x"})
  void below_path_isWhatFollowsThePrefix(String prefix, String path, String below) {
    assertThat(route(prefix).below(path)).isEqualTo(below);
  }

  @Test
  void find_anyTableAndPath_agreesWithTheDefinition() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      Set<String> prefixes = new TreeSet<>();
      for (int i = random.nextInt(40); i >= 0; i--) {
        prefixes.add(path(random));
      }
      RouteTable table = table(prefixes.toArray(String[]::new));
      for (int i = 0; i < 50; i++) {
        String path = path(random) + (random.nextInt(4) == 0 ? "/" : "");
        Route found = table.find(path);
        assertThat(found == null ? null : found.prefix())
            .as("seed %d, %s in %s", seed, path, prefixes)
            .isEqualTo(longest(prefixes, path));
      }
    }
  }

  private static String path(Random random) {
    StringBuilder path = new StringBuilder();
    for (int i = random.nextInt(4); i >= 0; i--) {
      path.append('/').append("ab".repeat(1 + random.nextInt(2)).charAt(random.nextInt(2)));
      path.append(random.nextBoolean() ? "a" : "");
    }
    return path.toString();
  }

  private static String longest(Set<String> prefixes, String path) {
    return prefixes.stream()
        .filter(prefix -> path.equals(prefix) || path.startsWith(prefix + "/"))
        .reduce((a, b) -> a.length() >= b.length() ? a : b)
        .orElse(null);
  }

  private RouteTable table(String... prefixes) {
    List<Route> routes = new ArrayList<>(Arrays.stream(prefixes).map(this::route).toList());
    return RouteTable.of(routes);
  }

  private Route route(String prefix) {
    DeploymentId id = new DeploymentId("app", prefix);
    return new Route(prefix, new RoutedDeployment(id, meter, Options.defaults(), System::nanoTime));
  }
}
