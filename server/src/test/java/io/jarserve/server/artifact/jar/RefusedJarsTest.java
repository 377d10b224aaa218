package io.jarserve.server.artifact.jar;

import static io.jarserve.server.artifact.jar.JarInspectorTest.HANDLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarserve.server.artifact.jar.RefusedException.Fault;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.ZipBytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of a JAR that cannot be served. */
class RefusedJarsTest {

  private static final PluginJars OTHER =
      PluginJars.jar("x", "1").source("demo.Other", "package demo; public class Other {}");

  @TempDir Path directory;

  @Test
  void inspect_withNeither_saysHowToMakeTheIndex() {
    assertRefused(
        PluginJars.greeter("greeter", "1", "hello").withoutIndex(),
        "META-INF/extensions.idx",
        "Jarserve-Deployments",
        "-proc:full");
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

  @ParameterizedTest
  @MethodSource("noClassFiles")
  void inspect_ofWhatIsNoClassFile_saysSo(byte[] content) {
    assertRefused(
        PluginJars.greeter("greeter", "1", "hello").entry("demo/Greeter.class", content),
        "demo.Greeter is no class file");
  }

  static Stream<byte[]> noClassFiles() {
    byte[] damaged = {(byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe, 0, 0, 0, 61, 1, 1, 77};
    return Stream.of("text, no class".getBytes(StandardCharsets.US_ASCII), damaged);
  }

  @Test
  void inspect_ofAClassUnderAnotherName_saysSo() {
    assertRefused(
        PluginJars.greeter("greeter", "1", "hello")
            .source("demo.Other", "package demo; public class Other {}")
            .entry("META-INF/extensions.idx", "wrong.Place\n")
            .entry("wrong/Place.class", OTHER.contentOf("demo/Other.class")),
        "wrong.Place holds demo.Other");
  }

  @Test
  void inspect_ofAnAbstractClass_saysSo() {
    assertRefused(
        jar()
            .source(
                "demo.A",
                "package demo; @io.jarserve.api.DeploymentOptions public abstract class A"
                    + " implements io.jarserve.api.Deployment {}")
            .entry("META-INF/extensions.idx", "demo.A"),
        "class demo.A is abstract");
  }

  @Test
  void inspect_ofAClassThatIsNotPublic_saysSo() {
    assertRefused(
        jar()
            .source(
                "demo.A",
                "package demo; import io.jarserve.api.*; @DeploymentOptions class A implements"
                    + " Deployment {"
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
                "package demo; @io.jarserve.api.DeploymentOptions public class A implements"
                    + " org.pf4j.ExtensionPoint {}")
            .entry("META-INF/extensions.idx", "demo.A"),
        "class demo.A is no deployment",
        "io.jarserve.api.Deployment");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "numReplicas = -1 | num_replicas is '-1'",
        "maxOngoingRequests = 0 | max_ongoing_requests is '0'",
        "requestTimeout = \"soon\" | request_timeout_s is 'soon'",
        "routePrefix = \"hello\" | route_prefix is 'hello'",
        "routePrefix = \"/-/x\" | route_prefix is '/-/x'",
        "name = \"a#b\" | deployment name 'a#b'"
      })
  void inspect_ofABadOption_namesClassOptionAndValue(String option, String told) {
    assertRefused(jar().deployment("demo.A", option, HANDLE), "class demo.A", told);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"name = \"x\" | 'x'", "routePrefix = \"/x\" | route prefix /x"})
  void inspect_ofOneNameOrRouteTwice_namesBothClasses(String option, String told) {
    assertRefused(
        jar().deployment("demo.A", option, HANDLE).deployment("demo.B", option, HANDLE),
        "demo.A",
        "demo.B",
        told);
  }

  private static PluginJars jar() {
    return PluginJars.jar("app", "1.0");
  }

  private void assertRefused(PluginJars jar, String... reasons) {
    assertRefused(jar.bytes(), reasons);
  }

  private void assertRefused(byte[] jar, String... reasons) {
    Path file = PluginJars.place(jar, directory.resolve("copy.jar"));
    assertThatThrownBy(() -> new JarInspector(Runtime.version().feature()).inspect(file))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> {
              assertThat(e.fault()).isEqualTo(Fault.BAD);
              assertThat(e.reason()).contains(reasons);
            });
  }
}
