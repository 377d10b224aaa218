package io.jarserve.server.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jarserve.api.Deployment;
import io.jarserve.server.testing.PluginJars;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.w3c.dom.Node;

@Timeout(300)
class IsolationTest {

  /** Answers which loader a class comes from, and which resource is found. */
  private static final String PROBE =
      """
      package probe;
      import io.jarserve.api.*;
      @DeploymentOptions
      public class Probe implements Deployment, java.util.function.Function<String, String> {
        public Response handle(Request request) { return Response.text(""); }
        public String apply(String name) {
          if (name.startsWith("resource:")) {
            return String.valueOf(getClass().getClassLoader().getResource(name.substring(9)));
          }
          if (name.equals("context")) {
            Thread thread = Thread.currentThread();
            boolean own = thread.getContextClassLoader() == getClass().getClassLoader();
            thread.setContextClassLoader(null);
            return own ? "own" : "other";
          }
          try {
            Class<?> found = Class.forName(name);
            return found.getClassLoader() == getClass().getClassLoader() ? "own" : "shared";
          } catch (ClassNotFoundException e) {
            return "none";
          }
        }
      }
      """;

  @TempDir Path dir;

  private final UnloadWatch watch = new UnloadWatch();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.eclipse.jetty.server.Server",
        "tools.jackson.databind.ObjectMapper",
        "ch.qos.logback.classic.Logger",
        "io.jarserve.server.plugin.Generation",
        "io.jarserve.server.model.Digest",
        "picocli.CommandLine",
        "io.micrometer.core.instrument.Metrics",
        "io.micrometer.core.instrument.binder.jvm.JvmGcMetrics",
        "io.micrometer.prometheusmetrics.PrometheusMeterRegistry",
        "org.junit.jupiter.api.Test"
      })
  void loadClass_ofTheServers_findsNothing(String name) throws Exception {
    assertThat(Class.forName(name)).isNotNull();
    assertThat(ask(probe(), name)).isEqualTo("none");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io.jarserve.api.Deployment",
        "org.slf4j.LoggerFactory",
        "org.pf4j.Extension",
        "org.jspecify.annotations.Nullable",
        "com.fasterxml.jackson.annotation.JsonProperty",
        "io.micrometer.core.instrument.MeterRegistry",
        "io.micrometer.core.instrument.binder.MeterBinder",
        "java.net.http.HttpClient",
        "javax.sql.DataSource",
        "org.w3c.dom.Node",
        "com.sun.net.httpserver.HttpServer"
      })
  void loadClass_ofWhatIsShared_givesTheServersClass(String name) throws Exception {
    assertThat(ask(probe(), name)).isEqualTo("shared");
  }

  @Test
  void loadClass_ofBundledCopies_prefersTheSharedOnes() throws Exception {
    PluginJars jar =
        probe()
            .entry(classFile(Deployment.class), code(Deployment.class))
            .entry(classFile(Logger.class), code(Logger.class))
            .entry(classFile(JsonProperty.class), code(JsonProperty.class))
            .entry(classFile(Node.class), code(Node.class));

    assertThat(ask(jar, Deployment.class.getName())).isEqualTo("shared");
    assertThat(ask(jar, Logger.class.getName())).isEqualTo("shared");
    assertThat(ask(jar, JsonProperty.class.getName())).isEqualTo("shared");
    assertThat(ask(jar, Node.class.getName())).isEqualTo("shared");
  }

  @Test
  void loadClass_ofWhatASharedPackageLacks_givesTheBundledOne() throws Exception {
    PluginJars jar =
        probe().source("org.slf4j.impl.Binding", "package org.slf4j.impl; public class Binding {}");

    assertThat(ask(jar, "org.slf4j.impl.Binding")).isEqualTo("own");
  }

  @Test
  void loadClass_ofABundledLibraryThatTheServerHasToo_givesTheBundledOne() throws Exception {
    PluginJars jar =
        probe()
            .source(
                "tools.jackson.databind.ObjectMapper",
                "package tools.jackson.databind; public class ObjectMapper {}");

    assertThat(ask(jar, "tools.jackson.databind.ObjectMapper")).isEqualTo("own");
  }

  @Test
  void getResource_ofTheServers_findsNothing() throws Exception {
    assertThat(ask(probe(), "resource:org/eclipse/jetty/server/Server.class")).isEqualTo("null");
    assertThat(ask(probe(), "resource:META-INF/services/org.slf4j.spi.SLF4JServiceProvider"))
        .isEqualTo("null");
    assertThat(ask(probe(), "resource:logback-test.xml")).isEqualTo("null");
    assertThat(ask(probe(), "resource:probe/Probe.class")).startsWith("jar:file:");
  }

  @Test
  void contextClassLoader_onEveryTask_isTheGenerationsOwn() throws Exception {
    try (Generation generation = Loading.load(probe(), dir, watch)) {
      Function<String, String> probe = instance(generation);
      for (int i = 0; i < 3; i++) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        generation.threads().execute(() -> answer.complete(probe.apply("context")));
        assertThat(answer.get(60, TimeUnit.SECONDS)).isEqualTo("own");
        assertThat(Calls.value(generation.threads().call("ask", () -> probe.apply("context"))))
            .isEqualTo("own");
      }
    }
  }

  @Test
  void load_ofTwoVersionsOfOneId_servesBothAtOnce() throws Exception {
    try (Generation first = Loading.load(versioned("1"), dir, watch);
        Generation second = Loading.load(versioned("2"), dir, watch)) {
      Function<String, String> one = instance(first);
      Function<String, String> two = instance(second);

      for (int i = 0; i < 100; i++) {
        Call<String> ofOne = first.threads().call("ask", () -> one.apply(""));
        Call<String> ofTwo = second.threads().call("ask", () -> two.apply(""));
        assertThat(Calls.value(ofOne)).isEqualTo("1");
        assertThat(Calls.value(ofTwo)).isEqualTo("2");
      }
    }
  }

  private static PluginJars probe() {
    return PluginJars.jar("probe", "1.0").source("probe.Probe", PROBE);
  }

  private static PluginJars versioned(String version) {
    return PluginJars.jar("probe", version)
        .source(
            "probe.Probe",
            """
            package probe;
            import io.jarserve.api.*;
            @DeploymentOptions
            public class Probe implements Deployment, java.util.function.Function<String, String> {
              public Response handle(Request request) { return Response.text(""); }
              public String apply(String name) { return "%s"; }
            }
            """
                .formatted(version));
  }

  private String ask(PluginJars jar, String question) throws PluginException {
    try (Generation generation = Loading.load(jar, dir, watch)) {
      Function<String, String> probe = instance(generation);
      return Calls.value(generation.threads().call("ask", () -> probe.apply(question)));
    }
  }

  @SuppressWarnings("unchecked") // the probe is written above
  private static Function<String, String> instance(Generation generation) throws PluginException {
    return (Function<String, String>)
        Calls.value(
            generation.threads().call("start", () -> generation.instantiate("probe.Probe")));
  }

  private static String classFile(Class<?> type) {
    return type.getName().replace('.', '/') + ".class";
  }

  private static byte[] code(Class<?> type) throws Exception {
    try (InputStream in = ClassLoader.getSystemResourceAsStream(classFile(type))) {
      return in.readAllBytes();
    }
  }
}
