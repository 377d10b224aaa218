package io.jarserve.server.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.VillainJars;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What people read when a deployment cannot be made: what, which, why and the remedy. */
@Timeout(300)
class InstancesTest {

  private static final String HANDLE =
      "public Response handle(Request request) { return Response.text(\"\"); }";

  @TempDir Path dir;

  private final UnloadWatch watch = new UnloadWatch();
  private Generation generation;

  @AfterEach
  void close() {
    generation.close();
  }

  @Test
  void instantiate_ofAMissingClass_namesIt() throws Exception {
    assertThat(failure(PluginJars.greeter("a", "1", "x"), "demo.Absent"))
        .hasMessageContaining("class demo.Absent is not in the JAR")
        .hasMessageContaining("build the JAR anew");
  }

  @Test
  void instantiate_ofNoDeployment_saysWhatToImplement() throws Exception {
    PluginJars jar =
        PluginJars.jar("a", "1").source("demo.Plain", "package demo; public class Plain {}");

    assertThat(failure(jar, "demo.Plain"))
        .hasMessage(
            "class demo.Plain is no deployment: let it implement io.jarserve.api.Deployment,"
                + " or take @DeploymentOptions off it");
  }

  @Test
  void instantiate_ofAnAbstractClass_saysSo() throws Exception {
    PluginJars jar =
        PluginJars.jar("a", "1")
            .source(
                "demo.Half",
                "package demo; public abstract class Half implements io.jarserve.api.Deployment {}");

    assertThat(failure(jar, "demo.Half"))
        .hasMessage("class demo.Half must be public and not abstract: declare it so");
  }

  @Test
  void instantiate_withoutAConstructorWithoutParameters_saysSo() throws Exception {
    PluginJars jar =
        PluginJars.jar("a", "1").deployment("demo.Needy", "", "public Needy(int x) {} " + HANDLE);

    assertThat(failure(jar, "demo.Needy"))
        .hasMessage("class demo.Needy has no public constructor without parameters: add one");
  }

  @Test
  void instantiate_whenTheConstructorThrows_tellsCauseAndTrace() throws Exception {
    PluginException failure = failureOf("ConstructorThrows");

    assertThat(failure)
        .hasMessage(
            "the constructor of io.jarserve.samples.villains.ConstructorThrows threw"
                + " IllegalStateException: the constructor threw");
    assertThat(failure.trace())
        .contains("at io.jarserve.samples.villains.ConstructorThrows.<init>");
    assertThat(failure.getStackTrace()).isEmpty();
    assertThat(failure.getCause()).isNull();
  }

  @Test
  void instantiate_whenTheStaticInitializerThrows_tellsTheCauseEachTime() throws Exception {
    String cause =
        "IllegalStateException: the static initializer threw: no.such.setting is missing";

    assertThat(failureOf("StaticInitializerThrows"))
        .hasMessage(
            "the static initializer of io.jarserve.samples.villains.StaticInitializerThrows threw "
                + cause);
    assertThat(again("io.jarserve.samples.villains.StaticInitializerThrows"))
        .hasMessageStartingWith("the static initializer of")
        .hasMessageContaining("failed before")
        .hasMessageContaining("the static initializer threw: no.such.setting is missing");
  }

  @Test
  void instantiate_ofAClassForANewerJava_namesBothVersions() throws Exception {
    PluginJars jar = PluginJars.greeter("a", "1", "x").classVersion("demo.Greeter", 99);

    int server = Runtime.version().feature();
    assertThat(failure(jar, "demo.Greeter"))
        .hasMessageContaining("it was compiled for Java 55 and this server runs on Java " + server)
        .hasMessageContaining("compile with --release " + server);
  }

  @Test
  void instantiate_withoutALibrary_namesTheMissingClass() throws Exception {
    PluginJars jar =
        PluginJars.jar("a", "1")
            .deployment("demo.Needy", "", "private final lib.Tool tool = new lib.Tool(); " + HANDLE)
            .source("lib.Tool", "package lib; public class Tool {}")
            .withoutClass("lib.Tool");

    assertThat(failure(jar, "demo.Needy"))
        .hasMessageContaining(
            "class lib.Tool is neither in the JAR nor shared by the server: bundle it in the JAR");
  }

  @Test
  void instantiate_withACorruptClass_saysWhichError() throws Exception {
    PluginJars jar = PluginJars.greeter("a", "1", "x").entry("demo/Greeter.class", "no class");

    assertThat(failure(jar, "demo.Greeter"))
        .hasMessageStartingWith("loading class demo.Greeter threw ClassFormatError");
  }

  @Test
  void instantiate_whenThePluginClassThrows_tellsIt() throws Exception {
    PluginJars jar =
        PluginJars.greeter("a", "1", "x")
            .manifest("Plugin-Class", "demo.Life")
            .source(
                "demo.Life",
                """
                package demo;
                public class Life extends org.pf4j.Plugin {
                  public void start() { throw new AssertionError("not {today}"); }
                }
                """);

    PluginException failure = failure(jar, "demo.Greeter");
    assertThat(failure)
        .hasMessage("start of Plugin-Class demo.Life threw AssertionError: not {today}");
    assertThat(failure.trace()).contains("at demo.Life.start");
  }

  @Test
  void instantiate_whenThePluginClassIsMissing_namesIt() throws Exception {
    PluginJars jar = PluginJars.greeter("a", "1", "x").manifest("Plugin-Class", "demo.Absent");

    assertThat(failure(jar, "demo.Greeter"))
        .hasMessage(
            "Plugin-Class demo.Absent is not in the JAR: correct the manifest or add the class");
  }

  @Test
  void instantiate_afterThePluginFailedToStart_triesAgain() throws Exception {
    PluginJars jar =
        PluginJars.greeter("a", "1", "x")
            .manifest("Plugin-Class", "demo.Life")
            .source(
                "demo.Life",
                """
                package demo;
                public class Life extends org.pf4j.Plugin {
                  private int starts;
                  public void start() { if (++starts < 2) throw new IllegalStateException("early"); }
                }
                """);

    assertThat(failure(jar, "demo.Greeter")).hasMessageContaining("early");
    assertThat(
            Calls.value(
                generation
                    .threads()
                    .call("start", () -> generation.instantiate("demo.Greeter") != null)))
        .isTrue();
  }

  private PluginException failureOf(String villain) throws PluginException {
    VillainJars jar = VillainJars.of(villain);
    return failure(jar.jar(), jar.className());
  }

  private PluginException failure(PluginJars jar, String className) throws PluginException {
    generation = Loading.load(jar, dir, watch);
    return again(className);
  }

  private PluginException again(String className) {
    return catchThrowableOfType(
        PluginException.class,
        () ->
            Calls.value(
                generation
                    .threads()
                    .call("start", () -> generation.instantiate(className) != null)));
  }
}
