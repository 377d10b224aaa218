package io.jarserve.server.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.jar.JarInputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

class PluginJarsTest {

  @Test
  void bytes_ofGreeter_haveManifestClassAndIndex() throws IOException {
    byte[] jar = PluginJars.greeter("greeter", "1.2.0", "hello").bytes();

    try (JarInputStream in = new JarInputStream(new ByteArrayInputStream(jar))) {
      assertThat(in.getManifest().getMainAttributes().getValue("Plugin-Id")).isEqualTo("greeter");
      assertThat(in.getManifest().getMainAttributes().getValue("Plugin-Version"))
          .isEqualTo("1.2.0");
    }
    assertThat(text(jar, "META-INF/extensions.idx")).contains("demo.Greeter");
    assertThat(ZipBytes.places(jar)).containsKey("demo/Greeter.class");
  }

  @Test
  void bytes_madeTwice_areEqual() {
    assertThat(PluginJars.greeter("a", "1", "x").bytes())
        .isEqualTo(PluginJars.greeter("a", "1", "x").bytes());
  }

  @Test
  void corrupt_ofAnEntry_keepsTheDirectoryAndSpoilsTheData() {
    byte[] jar = PluginJars.greeter("greeter", "1", "hello").bytes();

    byte[] bad = ZipBytes.corrupt(jar, "demo/Greeter.class");

    assertThat(ZipBytes.places(bad)).isEqualTo(ZipBytes.places(jar));
    assertThatThrownBy(() -> text(bad, "demo/Greeter.class")).isInstanceOf(IOException.class);
  }

  private static String text(byte[] jar, String name) throws IOException {
    try (JarInputStream in = new JarInputStream(new ByteArrayInputStream(jar))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (entry.getName().equals(name)) {
          return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
      }
    }
    throw new IOException("no entry " + name);
  }
}
