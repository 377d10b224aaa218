package io.jarserve.server.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarserve.server.testing.PluginJars;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class GenerationTest {

  @TempDir Path dir;

  private final UnloadWatch watch = new UnloadWatch();

  @Test
  void instantiate_ofGreeter_givesAnInstanceOfTheLoadersOwnClass() throws Exception {
    try (Generation generation = load(PluginJars.greeter("greeter", "1.0", "hello"))) {
      String loader =
          Calls.value(
              generation
                  .threads()
                  .call(
                      "start",
                      () ->
                          generation
                              .instantiate("demo.Greeter")
                              .getClass()
                              .getClassLoader()
                              .getClass()
                              .getName()));

      assertThat(loader).isEqualTo(GenerationLoader.class.getName());
    }
  }

  @Test
  void close_always_deletesThePrivateCopy() throws Exception {
    Generation generation = load(PluginJars.greeter("greeter", "1.0", "hello"));
    assertThat(copies()).isEqualTo(1);

    generation.close();
    generation.close();

    assertThat(copies()).isZero();
  }

  @Test
  void load_twiceOfOneNumber_neverUsesAPathAgain() throws Exception {
    Path artifact = PluginJars.greeter("greeter", "1.0", "x").writeTo(dir.resolve("stored.jar"));
    GenerationSource source =
        new GenerationSource(7, "greeter", "1.0", Loading.DIGEST, artifact, dir.resolve("work"));
    Set<Path> paths = new HashSet<>();
    for (int i = 0; i < 3; i++) {
      Generation generation = Generation.load(source, watch);
      try (Stream<Path> files = Files.list(dir.resolve("work"))) {
        files.forEach(paths::add);
      }
      generation.close();
    }

    assertThat(paths).hasSize(3);
    assertThat(artifact).exists();
  }

  @Test
  void load_withThePf4jModeSetToDevelopment_loadsAllTheSame() throws Exception {
    System.setProperty("pf4j.mode", "development");
    try (Generation generation = load(PluginJars.greeter("greeter", "1.0", "hello"))) {
      assertThat(start(generation)).isTrue();
    } finally {
      System.clearProperty("pf4j.mode");
    }
  }

  @Test
  void load_withDependenciesOnOtherPlugins_saysWhatToDo() {
    PluginJars jar =
        PluginJars.greeter("greeter", "1.0", "x").manifest("Plugin-Dependencies", "base@1.0");

    assertThatThrownBy(() -> load(jar))
        .isInstanceOf(PluginException.class)
        .hasMessage(
            "its manifest has Plugin-Dependencies on [base], but each JAR stands alone here:"
                + " bundle what it needs and take the line out");
    assertThat(dir.resolve("work")).isEmptyDirectory();
  }

  @Test
  void load_ofAMissingArtifact_saysWhichAndWhere() {
    GenerationSource source =
        new GenerationSource(
            7, "greeter", "1.0", Loading.DIGEST, dir.resolve("gone.jar"), dir.resolve("work"));

    assertThatThrownBy(() -> Generation.load(source, watch))
        .isInstanceOf(PluginException.class)
        .hasMessageContaining("cannot make a private copy of")
        .hasMessageContaining("gone.jar");
  }

  @Test
  void load_always_readsTheIndexThatTheProcessorWroteForTheAnnotation() throws Exception {
    Path jar = PluginJars.greeter("greeter", "1.0", "x").writeTo(dir.resolve("greeter.jar"));
    SinglePluginManager manager = new SinglePluginManager(dir, null);
    String id = manager.loadSingle(jar);

    assertThat(manager.getExtensionClassNames(id)).containsExactly("demo.Greeter");
    assertThat(manager.getExtensionClassNames(null)).isEmpty();
    manager.unloadPlugin(id);
  }

  @Test
  void instantiate_withABundledJdbcDriver_findsItThroughDriverManagerEachTime() throws Exception {
    PluginJars jar =
        PluginJars.jar("db", "1.0")
            .entry("META-INF/services/java.sql.Driver", "demo.Greeter$NoDriver\n")
            .deployment(
                "demo.Greeter",
                "",
                """
                public Response handle(Request request) { return null; }
                public Greeter() throws Exception { java.sql.DriverManager.getDriver("jdbc:none:x"); }
                public static class NoDriver implements java.sql.Driver {
                  static {
                    try { java.sql.DriverManager.registerDriver(new NoDriver()); }
                    catch (java.sql.SQLException e) { throw new IllegalStateException(e); }
                  }
                  public java.sql.Connection connect(String url, Properties info) { return null; }
                  public boolean acceptsURL(String url) { return url.startsWith("jdbc:none:"); }
                  public java.sql.DriverPropertyInfo[] getPropertyInfo(String u, Properties p) { return null; }
                  public int getMajorVersion() { return 1; }
                  public int getMinorVersion() { return 1; }
                  public boolean jdbcCompliant() { return false; }
                  public java.util.logging.Logger getParentLogger() { return null; }
                }
                """);
    for (int i = 0; i < 2; i++) {
      try (Generation generation = load(jar)) {
        assertThat(start(generation)).isTrue();
      }
    }
  }

  @Test
  void close_whenTheStopOfThePluginClassThrowsAnError_goesOn() throws Exception {
    Generation generation = load(withLife("throw new NoClassDefFoundError(\"a/B\");"));
    start(generation);

    generation.close();

    assertThat(copies()).isZero();
    assertThat(watch.pending(Instant.now())).hasSize(1);
  }

  @Test
  void close_whenTheStopOfThePluginClassHangs_returns() throws Exception {
    Generation generation =
        load(withLife("try { Thread.sleep(600_000); } catch (InterruptedException e) {}"));
    start(generation);

    generation.close();

    assertThat(copies()).isZero();
    assertThatThrownBy(() -> Calls.value(generation.threads().call("x", () -> "x")))
        .hasMessageContaining("is closed");
  }

  private static PluginJars withLife(String stop) {
    return PluginJars.greeter("greeter", "1.0", "x")
        .manifest("Plugin-Class", "demo.Life")
        .source(
            "demo.Life",
            "package demo; public class Life extends org.pf4j.Plugin { public void stop() { %s } }"
                .formatted(stop));
  }

  private static boolean start(Generation generation) throws PluginException {
    return Calls.value(
        generation.threads().call("start", () -> generation.instantiate("demo.Greeter") != null));
  }

  private Generation load(PluginJars jar) throws PluginException {
    return Loading.load(jar, dir, watch);
  }

  private long copies() throws Exception {
    try (Stream<Path> files = Files.list(dir.resolve("work"))) {
      return files.count();
    }
  }
}
