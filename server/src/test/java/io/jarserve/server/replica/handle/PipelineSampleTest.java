package io.jarserve.server.replica.handle;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.TestNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The sample of two applications does what its page says. */
@Timeout(300)
class PipelineSampleTest {

  @TempDir private Path home;

  @Test
  void pipeline_withAndWithoutTheOtherApplication_answers() throws IOException {
    try (TestNode node = TestNode.start(home)) {
      serve(node, "text-pipeline");
      assertThat(ask(node).statusCode()).isEqualTo(503);

      serve(node, "text-language");
      HttpResponse<String> answer = ask(node);

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body())
          .isEqualTo(
              "{\"title\":\"Handles lead to deployments. Deployments…\","
                  + "\"keywords\":[\"deployments\",\"answer\",\"handles\"],"
                  + "\"reading\":\"easy\",\"letters\":48}");
      assertThat(node.get("/keywords").statusCode()).isEqualTo(200);
    }
  }

  private static HttpResponse<String> ask(TestNode node) {
    return node.send(
        HttpRequest.newBuilder(node.uri("/pipeline"))
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "<p>Handles lead to deployments. Deployments answer.</p>"))
            .build());
  }

  private static void serve(TestNode node, String sample) throws IOException {
    PluginJars jar = PluginJars.jar(sample, "1.0");
    for (Path source : sources(sample)) {
      String name = source.getFileName().toString().replace(".java", "");
      jar.source("io.jarserve.samples.text." + name, Files.readString(source));
    }
    jar.writeTo(node.deployDir().resolve(sample + ".jar"));
    node.awaitRunning(sample, "1.0");
  }

  private static List<Path> sources(String sample) {
    Path root = Path.of("..", "sample-plugins", sample, "src", "main", "java");
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
