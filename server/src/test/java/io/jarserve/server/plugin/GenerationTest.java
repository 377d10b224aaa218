package io.jarserve.server.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.testing.PluginJars;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
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

  private Generation load(PluginJars jar) throws PluginException {
    return Loading.load(jar, dir, watch);
  }

  private long copies() throws Exception {
    try (Stream<Path> files = Files.list(dir.resolve("work"))) {
      return files.count();
    }
  }
}
