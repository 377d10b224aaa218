package io.jarserve.samples.served;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.testkit.JarserveClient;
import io.jarserve.testkit.JarserveServer;
import io.jarserve.testkit.JarserveTest;
import io.jarserve.testkit.Served;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The language detector as it is dropped, the model in its JAR. */
@JarserveTest(jars = "../language/target/language.jar")
@Timeout(300)
class LanguageIT {

  @Served private JarserveServer server;
  @Served private JarserveClient http;

  @Test
  void jar_replaced_knowsLanguagesOnAndUnloadsTheOldOne(@TempDir Path directory) {
    Versions versions = new Versions(server, "language", directory);

    for (int version = 2; version <= 3; version++) {
      assertThat(language("Wo ist hier der nächste Bahnhof, bitte?")).contains("\"deu\"");
      versions.drop(version);
    }
    assertThat(language("Where is the nearest station, please?")).contains("\"eng\"");

    versions.awaitUnloaded();
  }

  private String language(String text) {
    return http.post("/language", text).body();
  }
}
