package io.jarserve.server.artifact.jar;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.api.UpdateStrategy;
import io.jarserve.server.model.CacheOptions;
import io.jarserve.server.model.DeploymentSpec;
import io.jarserve.server.model.Options;
import io.jarserve.server.testing.PluginJars;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found in a JAR; what is refused is in {@link RefusedJarsTest}. */
class JarInspectorTest {

  /** The body of a deployment that answers. */
  static final String HANDLE =
      "public Response handle(Request request) { return Response.text(\"\"); }";

  @TempDir Path directory;

  @Test
  void inspect_ofAGreeter_findsEverything() throws Exception {
    JarInspector.Findings found = inspect(PluginJars.greeter("greeter", "1.2", "hello"));

    assertThat(found.application()).isEqualTo("greeter");
    assertThat(found.version()).isEqualTo("1.2");
    DeploymentSpec deployment = only(found);
    assertThat(deployment.name()).isEqualTo("Greeter");
    assertThat(deployment.className()).isEqualTo("demo.Greeter");
    assertThat(deployment.options().routePrefix()).contains("/greeter");
    assertThat(deployment.options().numReplicas()).isEqualTo(1);
  }

  @Test
  void inspect_ofEveryOption_takesTheAuthorsValues() throws Exception {
    String options =
        """
        name = "other-name", routePrefix = "/x/y", numReplicas = 3, maxOngoingRequests = 7,
        maxQueuedRequests = 0, requestTimeout = "250ms", maxRequestBytes = 10_000_000_000L,
        healthCheckPeriod = "2m", healthCheckTimeout = "1.5s", healthCheckFailureThreshold = 5,
        startTimeout = "1h", gracefulShutdownTimeout = "0s",
        updateStrategy = UpdateStrategy.RECREATE, nonBlocking = true,
        responseCache = @ResponseCache(ttl = "30s", varyQuery = {"sku", "page"}, varyHeaders = "A")
        """;

    DeploymentSpec found = only(inspect(jar().deployment("demo.D", options, HANDLE)));

    Options given = found.options();
    assertThat(found.name()).isEqualTo("other-name");
    assertThat(given.routePrefix()).contains("/x/y");
    assertThat(given.numReplicas()).isEqualTo(3);
    assertThat(given.responseCache())
        .isEqualTo(
            new CacheOptions(
                Duration.ofSeconds(30),
                16L * 1024 * 1024,
                List.of("GET", "HEAD"),
                List.of("sku", "page"),
                List.of("A")));
    assertThat(given.maxOngoingRequests()).isEqualTo(7);
    assertThat(given.maxQueuedRequests()).isZero();
    assertThat(given.requestTimeout()).isEqualTo(Duration.ofMillis(250));
    assertThat(given.maxRequestBytes()).isEqualTo(10_000_000_000L);
    assertThat(given.healthCheckPeriod()).isEqualTo(Duration.ofMinutes(2));
    assertThat(given.healthCheckTimeout()).isEqualTo(Duration.ofMillis(1500));
    assertThat(given.healthCheckFailureThreshold()).isEqualTo(5);
    assertThat(given.startTimeout()).isEqualTo(Duration.ofHours(1));
    assertThat(given.gracefulShutdownTimeout()).isZero();
    assertThat(given.updateStrategy()).isEqualTo(UpdateStrategy.RECREATE);
    assertThat(given.nonBlocking()).isTrue();
  }

  @Test
  void inspect_ofADeploymentWithoutAnnotation_takesTheDefaults() throws Exception {
    PluginJars jar =
        jar()
            .source(
                "demo.Plain",
                "package demo; import io.jarserve.api.*; @org.pf4j.Extension public class Plain"
                    + " implements Deployment {"
                    + HANDLE
                    + "}");

    DeploymentSpec found = only(inspect(jar));

    assertThat(found.name()).isEqualTo("Plain");
    assertThat(found.options()).isEqualTo(Options.defaults());
  }

  @Test
  void inspect_ofADeploymentThatInheritsItsInterface_findsIt() throws Exception {
    assertThat(only(inspect(childOfBase())).className()).isEqualTo("demo.Child");
  }

  @Test
  void inspect_ofAStaticNestedClass_takesItsOwnName() throws Exception {
    PluginJars jar =
        jar()
            .source(
                "demo.Outer",
                "package demo; import io.jarserve.api.*; public class Outer {"
                    + " @DeploymentOptions public static class Inner implements Deployment {"
                    + HANDLE
                    + "}}");

    DeploymentSpec found = only(inspect(jar));

    assertThat(found.className()).isEqualTo("demo.Outer$Inner");
    assertThat(found.name()).isEqualTo("Inner");
  }

  @Test
  void inspect_withOtherExtensionsInTheIndex_passesThemOver() throws Exception {
    PluginJars jar =
        PluginJars.greeter("greeter", "1", "hello")
            .source(
                "demo.Point",
                "package demo; public interface Point extends org.pf4j.ExtensionPoint {}")
            .source(
                "demo.Other",
                "package demo; @org.pf4j.Extension public class Other implements Point {}");

    assertThat(only(inspect(jar)).className()).isEqualTo("demo.Greeter");
  }

  @Test
  void inspect_withoutIndex_takesTheManifestAttribute() throws Exception {
    PluginJars jar =
        jar()
            .deployment("demo.One", "", HANDLE)
            .deployment("demo.Two", "", HANDLE)
            .withoutIndex()
            .manifest("Jarserve-Deployments", " demo.Two , demo.One ");

    assertThat(inspect(jar).deployments())
        .extracting(DeploymentSpec::className)
        .containsExactly("demo.Two", "demo.One");
  }

  @Test
  void inspect_withIndexAndAttribute_takesTheIndex() throws Exception {
    PluginJars jar =
        PluginJars.greeter("greeter", "1", "hello").manifest("Jarserve-Deployments", "demo.Gone");

    assertThat(only(inspect(jar)).className()).isEqualTo("demo.Greeter");
  }

  @Test
  void inspect_withCopiesOfTheApiInTheJar_doesNotMind() throws Exception {
    PluginJars jar =
        PluginJars.greeter("greeter", "1", "hello")
            .source(
                "io.jarserve.api.Deployment",
                "package io.jarserve.api; public interface Deployment extends"
                    + " org.pf4j.ExtensionPoint {}")
            .source(
                "demo.Greeter",
                "package demo; @io.jarserve.api.DeploymentOptions public class Greeter implements"
                    + " io.jarserve.api.Deployment {}");

    assertThat(only(inspect(jar)).className()).isEqualTo("demo.Greeter");
  }

  @Test
  void inspect_ofAClassForAJavaThatOnlyTheJvmKnows_reads() throws Exception {
    PluginJars jar = PluginJars.greeter("greeter", "1", "hello").classVersion("demo.Greeter", 150);

    Path file = PluginJars.place(jar.bytes(), directory.resolve("copy.jar"));

    assertThat(new JarInspector(106).inspect(file).deployments()).hasSize(1);
  }

  @Test
  void inspect_ofASuperclassThatIsNotInTheJar_leavesItToLoading() throws Exception {
    byte[] child = childOfBase().contentOf("demo/Child.class");
    PluginJars torn =
        jar().entry("demo/Child.class", child).entry("META-INF/extensions.idx", "demo.Child");

    assertThat(only(inspect(torn)).name()).isEqualTo("Child");
  }

  @Test
  void application_ofAJarThatIsRefused_isItsPluginId() {
    Path file =
        PluginJars.greeter("greeter", "latest", "hello").writeTo(directory.resolve("copy.jar"));

    assertThat(inspector().application(file)).contains("greeter");
  }

  private static PluginJars jar() {
    return PluginJars.jar("app", "1.0");
  }

  private JarInspector.Findings inspect(PluginJars jar) throws Exception {
    return inspector().inspect(jar.writeTo(directory.resolve("copy.jar")));
  }

  private static JarInspector inspector() {
    return new JarInspector(Runtime.version().feature());
  }

  private static DeploymentSpec only(JarInspector.Findings found) {
    assertThat(found.deployments()).hasSize(1);
    return found.deployments().get(0);
  }

  private static PluginJars childOfBase() {
    return jar()
        .source(
            "demo.Base",
            "package demo; import io.jarserve.api.*; public abstract class Base implements"
                + " Deployment {"
                + HANDLE
                + "}")
        .source(
            "demo.Child",
            "package demo; @io.jarserve.api.DeploymentOptions public class Child extends Base"
                + " {}");
  }
}
