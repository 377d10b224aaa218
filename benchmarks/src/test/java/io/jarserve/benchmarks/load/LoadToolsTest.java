package io.jarserve.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class LoadToolsTest {
  @TempDir Path dir;

  @Test
  void variants_ofAJar_differInTheirIdAlone() throws IOException {
    JarVariants.main(
        new String[] {plugin().toString(), dir.toString(), "app", "2", "route_prefix: /@"});

    try (JarFile jar = new JarFile(dir.resolve("app-0002.jar").toFile())) {
      Attributes attributes = jar.getManifest().getMainAttributes();
      assertThat(attributes.getValue("Plugin-Id")).isEqualTo("app-0002");
      assertThat(attributes.getValue("Plugin-Version")).isEqualTo("1.0");
      assertThat(jar.getInputStream(jar.getEntry("some/Entry.class")).readAllBytes())
          .asString(StandardCharsets.UTF_8)
          .isEqualTo("bytes");
    }
    assertThat(dir.resolve("app-0001.yaml")).hasContent("route_prefix: /app-0001");
  }

  @Test
  void corrupt_plugin_listsAsBeforeButCannotBeRead() throws IOException {
    Path good = dir.resolve("good.jar");
    SlowHelloJar.main(new String[] {good.toString(), "1.0.0"});
    Path bad = Files.write(dir.resolve("bad.jar"), Replacement.corrupt(Files.readAllBytes(good)));

    try (JarFile jar = new JarFile(bad.toFile())) {
      assertThat(jar.getManifest().getMainAttributes().getValue("Plugin-Id")).isEqualTo("hello");
      assertThat(jar.stream()).hasSize(3);
      String resource = SlowHello.class.getName().replace('.', '/') + ".class";
      assertThatThrownBy(() -> jar.getInputStream(jar.getEntry(resource)).readAllBytes())
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void percentile_ofAHundred_nearestRank() {
    List<Double> values = IntStream.rangeClosed(1, 100).mapToObj(i -> (double) (101 - i)).toList();
    Figures figures = new Figures(values);

    assertThat(figures.percentile(50)).isEqualTo(50);
    assertThat(figures.percentile(95)).isEqualTo(95);
    assertThat(figures.percentile(100)).isEqualTo(100);
    assertThat(new Figures(List.of(7.0)).percentile(50)).isEqualTo(7);
  }

  @Test
  void httpLine_connectionClosedByTheServer_failureIsSeenAndNotRepeated() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        HttpLine line = new HttpLine(URI.create("http://127.0.0.1:" + server.getLocalPort()))) {
      Thread once = new Thread(() -> answerOnceThenClose(server));
      once.start();

      assertThat(line.get("/")).isEqualTo(204);
      assertThatThrownBy(() -> line.get("/")).isInstanceOf(IOException.class);
      once.join();
    }
  }

  private static void answerOnceThenClose(ServerSocket server) {
    try (Socket socket = server.accept()) {
      String answer = "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n";
      byte[] request = new byte[4096];
      int read = socket.getInputStream().read(request);
      socket
          .getOutputStream()
          .write(answer.getBytes(StandardCharsets.ISO_8859_1), 0, answer.length());
      read += socket.getInputStream().read(request);
      assertThat(read).isPositive();
    } catch (IOException broken) {
      throw new java.io.UncheckedIOException(broken);
    }
  }

  private Path plugin() throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Plugin-Id", "hello");
    manifest.getMainAttributes().putValue("Plugin-Version", "1.0");
    Path file = dir.resolve("hello.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file), manifest)) {
      out.putNextEntry(new ZipEntry("some/Entry.class"));
      out.write("bytes".getBytes(StandardCharsets.UTF_8));
      out.closeEntry();
    }
    return file;
  }
}
