package io.jarserve.server.served;

import static io.jarserve.server.testing.Soon.untilCollected;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import io.jarserve.server.testing.LoadClients;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.TestNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A plugin that bundles a JSON library of 500 classes is replaced again and again under load, and
 * nothing of the old versions stays. {@code -Djarserve.cycles=500} for the long form.
 */
class ReplaceCyclesIT {

  private static final int CYCLES = Integer.getInteger("jarserve.cycles", 60);
  private static final int WARM_UP = 20;
  private static final long METASPACE_GROWTH = 10L << 20;

  @TempDir private Path home;

  @Test
  void plugin_replacedAgainAndAgain_leavesNothingBehind() throws Exception {
    Map<String, byte[]> contents = contents();
    try (TestNode node = TestNode.start(home)) {
      replace(node, contents, 0);
      LoadClients clients = LoadClients.wantingOk(node.port()).add(4, "/json?name=x");
      for (int cycle = 1; cycle <= WARM_UP; cycle++) {
        replace(node, contents, cycle);
      }
      awaitUnloaded(node);
      long metaspace = metaspace();
      long files = openFiles();
      for (int cycle = WARM_UP + 1; cycle <= CYCLES; cycle++) {
        replace(node, contents, cycle);
      }
      clients.assertNothingLost();
      awaitUnloaded(node);
      untilCollected(() -> metaspace() - metaspace < METASPACE_GROWTH);
      assertThat(openFiles()).isLessThanOrEqualTo(files + 4);
      System.out.printf(
          "%d cycles: %d requests, metaspace %+d KiB, open files %+d, pending unload %d%n",
          CYCLES,
          clients.succeeded(),
          (metaspace() - metaspace) >> 10,
          openFiles() - files,
          node.status().pendingUnload().size());
    }
  }

  private static void replace(TestNode node, Map<String, byte[]> contents, int cycle) {
    String version = "1." + cycle;
    PluginJars jar = PluginJars.jar("json", version);
    contents.forEach(jar::entry);
    jar.writeTo(node.deployDir().resolve("json.jar"));
    node.awaitRunning("json", version);
  }

  /** All loaders collected but at most two: compiled code may hold an early one for a while. */
  private static void awaitUnloaded(TestNode node) {
    untilCollected(() -> node.status().pendingUnload().size() <= 2);
  }

  private static long metaspace() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getName().equals("Metaspace"))
        .mapToLong(pool -> pool.getUsage().getUsed())
        .sum();
  }

  private static long openFiles() {
    return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getOpenFileDescriptorCount();
  }

  /** A deployment and the whole JSON library, compiled once. */
  private static Map<String, byte[]> contents() throws IOException, URISyntaxException {
    byte[] jar =
        PluginJars.jar("json", "0")
            .deployment(
                "demo.Bundled",
                "routePrefix = \"/json\"",
                """
                private final tools.jackson.databind.json.JsonMapper mapper =
                    new tools.jackson.databind.json.JsonMapper();
                public record Greeting(String name, List<Integer> numbers) {}
                public Response handle(Request request) {
                  Greeting greeting = new Greeting(request.query("name").orElse("?"), List.of(1, 2));
                  byte[] json = mapper.writeValueAsBytes(greeting);
                  return Response.text(mapper.readValue(json, Greeting.class).name());
                }
                """)
            .bytes();
    Map<String, byte[]> contents = entries(jar);
    contents.remove("META-INF/MANIFEST.MF");
    for (Class<?> part :
        new Class<?>[] {
          tools.jackson.databind.json.JsonMapper.class,
          tools.jackson.core.JsonParser.class,
          com.fasterxml.jackson.annotation.JsonProperty.class
        }) {
      Path library = Path.of(part.getProtectionDomain().getCodeSource().getLocation().toURI());
      entries(Files.readAllBytes(library)).forEach(contents::putIfAbsent);
    }
    return contents;
  }

  private static Map<String, byte[]> entries(byte[] jar) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (JarInputStream in = new JarInputStream(new ByteArrayInputStream(jar))) {
      for (JarEntry entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
        if (!entry.isDirectory() && !entry.getName().equals("module-info.class")) {
          entries.put(entry.getName(), in.readAllBytes());
        }
      }
    }
    return entries;
  }
}
