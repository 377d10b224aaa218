package io.jarserve.server.served;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.api.Deployment;
import io.jarserve.server.model.InstanceStatus.RejectedFile;
import io.jarserve.server.testing.PluginJars;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** JARs that are not as they should be, one at a time beside a good one under load. */
class VillainJarsIT extends BesideAGoodOne {

  @Test
  void jar_bundlesTheApiAndALibraryOfTheServer_runs() throws Exception {
    PluginJars jar = PluginJars.greeter("bad", "1.0", "bundled");
    Map<String, byte[]> api = library(Deployment.class);
    assertThat(api).containsKeys("io/jarserve/api/Request.class", "io/jarserve/api/Response.class");
    api.forEach(jar::entry);
    library(tools.jackson.databind.ObjectMapper.class).forEach(jar::entry);
    jar.writeTo(jar("bad"));
    node.awaitRunning("bad", "1.0");
    assertThat(node.get("/bad").body()).isEqualTo("bundled");
  }

  @Test
  void jar_ofANewerJava_isRefusedNamingBoth() {
    PluginJars.greeter("bad", "1.0", "x").classVersion("demo.Greeter", 99).writeTo(jar("bad"));
    awaitRefused("bad.jar", "demo.Greeter", "Java 55", "Java " + Runtime.version().feature());
  }

  @Test
  void jar_lacksADependency_failsNamingTheClass() {
    PluginJars.jar("bad", "1.0")
        .source(
            "lib.Missing",
            "package lib; public class Missing { public static int x() { return 1; } }")
        .deployment(
            "demo.Needy",
            "routePrefix = \"/bad\"",
            "public void start(ReplicaContext c) { lib.Missing.x(); }"
                + "public Response handle(Request r) { return Response.text(\"x\"); }")
        .withoutEntry("lib/Missing.class")
        .writeTo(jar("bad"));
    assertThat(awaitFailed().message()).contains("lib.Missing");
  }

  @Test
  void jar_hasNoIndex_isRefusedWithTheRemedy() {
    PluginJars.greeter("bad", "1.0", "x").withoutIndex().writeTo(jar("bad"));
    awaitRefused("bad.jar", "META-INF/extensions.idx", "-proc:full");
  }

  @Test
  void jar_hasNoPluginId_isRefused() {
    PluginJars.greeter("bad", "1.0", "x").without("Plugin-Id").writeTo(jar("bad"));
    awaitRefused("bad.jar", "Plugin-Id");
  }

  @Test
  void jar_hasTwoDeploymentsOnOneRoute_isRefusedNamingBoth() {
    String handle = "public Response handle(Request r) { return Response.text(\"x\"); }";
    PluginJars.jar("bad", "1.0")
        .deployment("demo.One", "routePrefix = \"/same\"", handle)
        .deployment("demo.Two", "routePrefix = \"/same\"", handle)
        .writeTo(jar("bad"));
    awaitRefused("bad.jar", "/same", "demo.One", "demo.Two");
  }

  @Test
  void routePrefix_isTaken_failsNamingTheOwner() {
    String handle = "public Response handle(Request r) { return Response.text(\"x\"); }";
    PluginJars.jar("bad", "1.0")
        .deployment("demo.Greedy", "routePrefix = \"/good\"", handle)
        .writeTo(jar("bad"));
    assertThat(awaitFailed().message()).contains("'/good'", "'good'");
  }

  @Test
  void sameVersion_otherBytesInASecondFile_isRefusedNamingBothFiles() {
    PluginJars.greeter("bad", "1.0", "first").writeTo(jar("bad"));
    node.awaitRunning("bad", "1.0");
    PluginJars.greeter("bad", "1.0", "second").writeTo(jar("other"));
    awaitRefused("other.jar", "bad.jar", "other.jar");
    assertThat(node.get("/bad").body()).isEqualTo("first");
  }

  /** Everything that is packed with that class, but what would make it another plugin. */
  private static Map<String, byte[]> library(Class<?> part) throws Exception {
    Path root = Path.of(part.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (Files.isDirectory(root)) {
      return classes(root);
    }
    try (FileSystem jar = FileSystems.newFileSystem(root)) {
      return classes(jar.getPath("/"));
    }
  }

  private static Map<String, byte[]> classes(Path root) throws IOException {
    Map<String, byte[]> classes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(file -> file.toString().endsWith(".class")).toList()) {
        classes.put(root.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    classes.remove("module-info.class");
    return classes;
  }

  private void awaitRefused(String file, String... reasons) {
    await("refusal of " + file)
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(reason(file)).contains(reasons));
  }

  private String reason(String file) {
    return node.status().rejectedFiles().stream()
        .filter(refused -> refused.file().equals(file))
        .map(RejectedFile::reason)
        .collect(Collectors.joining());
  }
}
