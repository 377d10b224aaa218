package io.jarserve.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The pages for operators say what the code does. */
class OperatingPageTest {

  private static final Path REPOSITORY = Path.of("..");

  @Test
  void settings_all_areInTheTable() throws Exception {
    String page = Files.readString(REPOSITORY.resolve("docs/operating.md"));
    for (ConfigKey key : ConfigKey.values()) {
      String row =
          "| `%s` | `%s` | %s | %s |"
              .formatted(
                  key.yamlName(), key.standard(), ConfigValues.expected(key.form()), key.about());
      assertThat(page).as("docs/operating.md").contains(row);
    }
  }

  @Test
  void settings_all_areInTheSampleFile() throws Exception {
    Path file = REPOSITORY.resolve("distribution/src/main/conf/jarserve.yaml");
    String sample = Files.readString(file);
    for (ConfigKey key : ConfigKey.values()) {
      boolean path = key.form() instanceof ConfigKey.Form.Directory;
      String value = path ? "../" + key.standard() : key.standard();
      assertThat(sample).contains("\n# " + key.yamlName() + ": " + value + "\n");
    }
  }

  @Test
  void libraries_all_haveAReason() throws Exception {
    String page = Files.readString(REPOSITORY.resolve("docs/dependencies.md"));
    String pom = Files.readString(REPOSITORY.resolve("pom.xml"));
    String managed = pom.substring(0, pom.indexOf("</dependencyManagement>"));
    Pattern.compile("<artifactId>(?!jarserve)([^<]+)</artifactId>")
        .matcher(managed)
        .results()
        .forEach(artifact -> assertThat(page).contains("`" + artifact.group(1) + "`"));
  }
}
