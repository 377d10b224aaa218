package io.jarserve.server.config;

import io.jarserve.server.fuzz.InnerNames;
import io.jarserve.server.json.Variables;
import io.jarserve.server.json.Yaml;
import io.jarserve.server.json.YamlException;
import io.jarserve.server.model.OptionKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Any bytes as a config file: a configuration, or an error that names the file. What YAML could be
 * read comes back the same when it is written and read again.
 */
public final class ConfigFuzz {

  private static final Map<String, String> ENVIRONMENT =
      Map.of("A", "1", "B", "[x", "C", "${A}", "D", "", "E", "&a *a");

  private static final int MOST_WRITTEN = 500_000;

  private static Path file = Path.of("");

  private ConfigFuzz() {}

  public static void fuzzerInitialize() throws IOException {
    file = Files.createTempDirectory("fuzz").resolve("jarserve.yaml");
  }

  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    String text = new String(input, StandardCharsets.UTF_8);
    checkWritten(text);
    Files.write(file, input);
    try {
      effective().origins().keySet().forEach(effective()::plain);
    } catch (ConfigException refused) {
      checkRefusal(refused.getMessage(), text);
    }
  }

  public static void fuzzerTearDown() throws IOException {
    Files.deleteIfExists(file);
    Files.delete(file.getParent());
  }

  /** What the file knows: the words that are worth trying. */
  public static List<String> words() {
    List<String> words = new ArrayList<>(ConfigKey.yamlNames());
    Arrays.stream(OptionKey.values()).map(OptionKey::yamlName).forEach(words::add);
    words.addAll(
        List.of("applications:\n", "deployments:\n", "- name: ", "import_path: ", "${A}", "${"));
    words.addAll(List.of("${A:-", "$${", "&a ", "*a", "<<: ", "!!int ", "|\n", ">-\n", "---\n"));
    words.addAll(List.of("%YAML 1.2\n", "0x", "0o", ".inf", "1e9", "true", "null", "\uFEFF", "\t"));
    return words;
  }

  private static EffectiveConfig effective() {
    Path directory = file.getParent();
    return new ConfigLoader(directory, directory, ENVIRONMENT)
        .read(List.of(file), Optional.empty(), Map.of());
  }

  private static void checkRefusal(String said, String text) {
    InnerNames.check(said, text);
    if (!said.contains(file.toString())) {
      // each line is right, and together they are not
      ConfigFile.read(file, Variables.of(ENVIRONMENT));
    }
  }

  private static void checkWritten(String text) {
    Map<String, ?> plain;
    try {
      plain = Yaml.read("x.yaml", text).plain();
    } catch (YamlException refused) {
      check(refused.getMessage().startsWith("x.yaml"), refused.getMessage());
      return;
    }
    String written = Yaml.write(plain);
    if (written.length() < MOST_WRITTEN) { // aliases let a few letters stand for many
      check(Yaml.read("written.yaml", written).plain().equals(plain), written);
    }
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
