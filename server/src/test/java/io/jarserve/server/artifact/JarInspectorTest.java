package io.jarserve.server.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarserve.api.UpdateStrategy;
import io.jarserve.server.artifact.RefusedException.Fault;
import io.jarserve.server.model.CacheOptions;
import io.jarserve.server.model.DeploymentSpec;
import io.jarserve.server.model.Options;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.ZipBytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JarInspectorTest {

  private static final String HANDLE =
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
                "package demo; import io.jarserve.api.*; @org.pf4j.Extension public class Plain implements Deployment {"
                    + HANDLE
                    + "}");

    DeploymentSpec found = only(inspect(jar));

    assertThat(found.name()).isEqualTo("Plain");
    assertThat(found.options()).isEqualTo(Options.defaults());
  }

  @Test
  void inspect_ofADeploymentThatInheritsItsInterface_findsIt() throws Exception {
    PluginJars jar =
        jar()
            .source(
                "demo.Base",
                "package demo; import io.jarserve.api.*; public abstract class Base implements Deployment {"
                    + HANDLE
                    + "}")
            .source(
                "demo.Child",
                "package demo; @io.jarserve.api.DeploymentOptions public class Child extends Base {}");

    assertThat(only(inspect(jar)).className()).isEqualTo("demo.Child");
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
  void inspect_withNeither_saysHowToMakeTheIndex() {
    assertRefused(
        PluginJars.greeter("greeter", "1", "hello").withoutIndex(),
        "META-INF/extensions.idx",
        "Jarserve-Deployments",
        "-proc:full");
  }

  @Test
  void inspect_withCopiesOfTheApiInTheJar_doesNotMind() throws Exception {
    PluginJars jar =
        PluginJars.greeter("greeter", "1", "hello")
            .source(
                "io.jarserve.api.Deployment",
                "package io.jarserve.api; public interface Deployment extends org.pf4j.ExtensionPoint {}")
            .source(
                "demo.Greeter",
                "package demo; @io.jarserve.api.DeploymentOptions public class Greeter implements io.jarserve.api.Deployment {}");

    assertThat(only(inspect(jar)).className()).isEqualTo("demo.Greeter");
  }

  @Test
  void inspect_withoutPluginId_asksForIt() {
    assertRefused(
        PluginJars.greeter("greeter", "1", "hello").without("Plugin-Id"),
        "no Plugin-Id",
        "add one");
  }

  @Test
  void inspect_withoutPluginVersion_asksForIt() {
    assertRefused(
        PluginJars.greeter("greeter", "1", "hello").without("Plugin-Version"), "no Plugin-Version");
  }

  @Test
  void inspect_withoutManifest_asksForIt() {
    byte[] jar = PluginJars.jar("a", "1").bytes();

    assertRefused(
        ZipBytes.rename(jar, "META-INF/MANIFEST.MF", "META-INF/MANIFEST.XX"), "no manifest");
  }

  @Test
  void inspect_ofAManifestThatIsNone_saysSo() {
    assertRefused(PluginJars.jar("a", "1").entry("META-INF/MANIFEST.MF", "x").bytes(), "manifest");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "../up", ".hidden", "a b", "ä", "a#b", "-x"})
  void inspect_ofAnUnsafePluginId_namesItAndTheForm(String id) {
    assertRefused(PluginJars.greeter("x", "1", "hello").manifest("Plugin-Id", id), "Plugin-Id", id);
  }

  @Test
  void inspect_ofAVersionWithoutOrder_namesIt() {
    assertRefused(PluginJars.greeter("greeter", "latest", "hello"), "Plugin-Version", "'latest'");
  }

  @Test
  void inspect_ofAClassThatIsNotThere_namesIt() {
    assertRefused(
        jar().manifest("Jarserve-Deployments", "demo.Gone"), "class demo.Gone", "not in the JAR");
  }

  @Test
  void inspect_ofAClassForALaterJava_namesClassAndVersions() {
    assertRefused(
        PluginJars.greeter("greeter", "1", "hello").classVersion("demo.Greeter", 44 + 99),
        "class demo.Greeter needs Java 99 and this is Java " + Runtime.version().feature(),
        "--release");
  }

  @Test
  void inspect_ofAClassForAJavaThatOnlyTheJvmKnows_reads() throws Exception {
    PluginJars jar = PluginJars.greeter("greeter", "1", "hello").classVersion("demo.Greeter", 150);

    Path file = PluginJars.place(jar.bytes(), directory.resolve("copy.jar"));

    assertThat(new JarInspector(106).inspect(file).deployments()).hasSize(1);
  }

  @Test
  void inspect_ofWhatIsNoClassFile_saysSo() {
    assertRefused(
        PluginJars.greeter("greeter", "1", "hello").entry("demo/Greeter.class", "text, no class"),
        "demo.Greeter is no class file");
  }

  @Test
  void inspect_ofADamagedClassFile_saysSo() {
    byte[] start = {(byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe, 0, 0, 0, 61, 1, 1, 77};

    assertRefused(
        PluginJars.greeter("greeter", "1", "hello").entry("demo/Greeter.class", start),
        "demo.Greeter is no class file");
  }

  @Test
  void inspect_ofAClassUnderAnotherName_saysSo() {
    assertRefused(
        PluginJars.greeter("greeter", "1", "hello")
            .source("demo.Other", "package demo; public class Other {}")
            .entry("META-INF/extensions.idx", "wrong.Place\n")
            .entry("wrong/Place.class", classFileOf("demo.Other")),
        "wrong.Place holds demo.Other");
  }

  @Test
  void inspect_ofAnAbstractClass_saysSo() {
    assertRefused(
        jar()
            .source(
                "demo.A",
                "package demo; @io.jarserve.api.DeploymentOptions public abstract class A implements io.jarserve.api.Deployment {}")
            .entry("META-INF/extensions.idx", "demo.A"),
        "class demo.A is abstract");
  }

  @Test
  void inspect_ofAClassThatIsNotPublic_saysSo() {
    assertRefused(
        jar()
            .source(
                "demo.A",
                "package demo; import io.jarserve.api.*; @DeploymentOptions class A implements Deployment {"
                    + HANDLE
                    + "}"),
        "class demo.A is not public");
  }

  @Test
  void inspect_withoutPublicConstructor_saysSo() {
    assertRefused(
        jar().deployment("demo.A", "", "public A(int x) {} " + HANDLE),
        "class demo.A has no public constructor without parameters");
  }

  @Test
  void inspect_ofAnnotatedClassThatIsNoDeployment_saysSo() {
    assertRefused(
        jar()
            .source(
                "demo.A",
                "package demo; @io.jarserve.api.DeploymentOptions public class A implements org.pf4j.ExtensionPoint {}")
            .entry("META-INF/extensions.idx", "demo.A"),
        "class demo.A is no deployment",
        "io.jarserve.api.Deployment");
  }

  @Test
  void inspect_ofASuperclassThatIsNotInTheJar_leavesItToLoading() throws Exception {
    PluginJars complete =
        jar()
            .source(
                "demo.Base",
                "package demo; import io.jarserve.api.*; public abstract class Base implements Deployment {"
                    + HANDLE
                    + "}")
            .source(
                "demo.Child",
                "package demo; @io.jarserve.api.DeploymentOptions public class Child extends Base {}");
    byte[] child = contents(complete, "demo/Child.class");
    PluginJars torn =
        jar().entry("demo/Child.class", child).entry("META-INF/extensions.idx", "demo.Child");

    assertThat(only(inspect(torn)).name()).isEqualTo("Child");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "numReplicas = -1|num_replicas is '-1'",
        "maxOngoingRequests = 0|max_ongoing_requests is '0'",
        "requestTimeout = \"soon\"|request_timeout_s is 'soon'",
        "routePrefix = \"hello\"|route_prefix is 'hello'",
        "routePrefix = \"/-/x\"|route_prefix is '/-/x'",
        "name = \"a#b\"|deployment name 'a#b'"
      })
  void inspect_ofABadOption_namesClassOptionAndValue(String optionAndReason) {
    String[] parts = optionAndReason.split("\\|", 2);

    assertRefused(jar().deployment("demo.A", parts[0], HANDLE), "class demo.A", parts[1]);
  }

  @Test
  void inspect_ofOneNameTwice_namesBothClasses() {
    assertRefused(
        jar()
            .deployment("demo.A", "name = \"x\"", HANDLE)
            .deployment("demo.B", "name = \"x\"", HANDLE),
        "demo.A",
        "demo.B",
        "'x'");
  }

  @Test
  void inspect_ofOneRouteTwice_namesBothClasses() {
    assertRefused(
        jar()
            .deployment("demo.A", "routePrefix = \"/x\"", HANDLE)
            .deployment("demo.B", "routePrefix = \"/x\"", HANDLE),
        "demo.A",
        "demo.B",
        "route prefix /x");
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

  private static byte[] classFileOf(String className) {
    return contents(
        PluginJars.jar("x", "1").source("demo.Other", "package demo; public class Other {}"),
        className.replace('.', '/') + ".class");
  }

  private static byte[] contents(PluginJars jar, String entry) {
    try (var in = new ZipInputStream(new ByteArrayInputStream(jar.bytes()))) {
      for (var next = in.getNextEntry(); next != null; next = in.getNextEntry()) {
        if (next.getName().equals(entry)) {
          return in.readAllBytes();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new AssertionError("no " + entry);
  }

  private void assertRefused(PluginJars jar, String... reasons) {
    assertRefused(jar.bytes(), reasons);
  }

  private void assertRefused(byte[] jar, String... reasons) {
    Path file = PluginJars.place(jar, directory.resolve("copy.jar"));
    assertThatThrownBy(() -> inspector().inspect(file))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> {
              assertThat(e.fault()).isEqualTo(Fault.BAD);
              assertThat(e.reason()).contains(reasons);
            });
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
}
