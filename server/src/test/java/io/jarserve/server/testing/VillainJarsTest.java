package io.jarserve.server.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.UpdateStrategy;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VillainJarsTest {

  @TempDir Path dir;

  private @Nullable URLClassLoader loader;

  @AfterEach
  void close() throws IOException {
    if (loader != null) {
      loader.close();
    }
  }

  @Test
  void writeTo_withOptions_putsThemIntoTheAnnotation() throws Exception {
    Path jar =
        VillainJars.of("Slow")
            .id("slow")
            .option("numReplicas", 3)
            .option("healthCheckPeriod", "50ms")
            .option("maxRequestBytes", 10L)
            .option("updateStrategy", UpdateStrategy.RECREATE)
            .writeTo(dir.resolve("slow.jar"));

    DeploymentOptions options = load(jar, "Slow").getAnnotation(DeploymentOptions.class);
    assertThat(options.routePrefix()).isEqualTo("/slow");
    assertThat(options.numReplicas()).isEqualTo(3);
    assertThat(options.healthCheckPeriod()).isEqualTo("50ms");
    assertThat(options.maxRequestBytes()).isEqualTo(10);
    assertThat(options.updateStrategy()).isEqualTo(UpdateStrategy.RECREATE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HealthThrows", "LeavesAJdbcDriver", "LeavesAnMBean", "LeavesTimers"})
  void writeTo_always_bringsAllClassesOfTheVillain(String villain) throws Exception {
    Path jar = VillainJars.of(villain).writeTo(dir.resolve("villain.jar"));

    Class<?> type = load(jar, villain);
    assertThat(Deployment.class).isAssignableFrom(type);
    for (Class<?> nested : type.getDeclaredClasses()) {
      assertThat(nested.getClassLoader()).isSameAs(type.getClassLoader());
    }
  }

  @Test
  void writeTo_ofNobody_saysSo() {
    assertThatThrownBy(() -> VillainJars.of("Nobody").bytes())
        .hasMessageContaining("there is no villain io/jarserve/samples/villains/Nobody.class");
  }

  private Class<?> load(Path jar, String villain) throws Exception {
    URL[] urls = {jar.toUri().toURL()};
    loader = new ChildFirst(urls);
    return Class.forName("io.jarserve.samples.villains." + villain, true, loader);
  }

  /** The villains are on the class path of the tests too. */
  private static final class ChildFirst extends URLClassLoader {
    ChildFirst(URL[] urls) {
      super(urls, VillainJarsTest.class.getClassLoader());
    }

    @Override
    public Class<?> loadClass(String name) throws ClassNotFoundException {
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      return name.startsWith("io.jarserve.samples.") ? findClass(name) : super.loadClass(name);
    }
  }
}
