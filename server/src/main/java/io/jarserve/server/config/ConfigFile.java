package io.jarserve.server.config;

import io.jarserve.server.files.Trouble;
import io.jarserve.server.json.Variables;
import io.jarserve.server.json.Yaml;
import io.jarserve.server.json.YamlException;
import io.jarserve.server.json.YamlMap;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * One config file, read and checked. Relative paths in it start at the file. Immutable.
 *
 * @param settings of the server, as far as the file has them
 * @param applications in order
 */
record ConfigFile(Map<ConfigKey, Setting> settings, List<ApplicationConfig> applications) {

  static final String APPLICATIONS = "applications";

  /** A checked value and where it comes from. */
  record Setting(Object value, Origin origin) {}

  /**
   * @throws ConfigException names file, line and column
   */
  static ConfigFile read(Path file, Variables variables) {
    Map<ConfigKey, Setting> settings = new EnumMap<>(ConfigKey.class);
    List<ApplicationConfig> applications = new ArrayList<>();
    Path base = file.resolveSibling("").toAbsolutePath();
    for (YamlMap.Entry entry : parsed(file, variables).entries()) {
      if (entry.key().equals(APPLICATIONS)) {
        applications.addAll(new ApplicationsSection(file, base).parse(entry));
      } else {
        ConfigKey key = key(file, entry);
        settings.put(
            key, new Setting(value(file, base, key, entry), Origin.file(file, entry.place())));
      }
    }
    return new ConfigFile(settings, applications);
  }

  private static ConfigKey key(Path file, YamlMap.Entry entry) {
    return ConfigKey.ofYamlName(entry.key())
        .orElseThrow(
            () ->
                Faults.unknown(
                    entry.place().in(file.toString()),
                    "key",
                    entry.key(),
                    known(),
                    RayNames.ofServer(entry.key())));
  }

  private static List<String> known() {
    List<String> known = new ArrayList<>(ConfigKey.yamlNames());
    known.add(APPLICATIONS);
    return known;
  }

  private static Object value(Path file, Path base, ConfigKey key, YamlMap.Entry entry) {
    Object raw = entry.value();
    if (raw == null) {
      throw Faults.at(
          entry.place().in(file.toString()),
          entry.key() + " has no value; give it one or remove the line");
    }
    try {
      return ConfigValues.check(key.form(), raw, base);
    } catch (IllegalArgumentException wrong) {
      throw Faults.at(
          entry.valuePlace().in(file.toString()), entry.key() + ": " + wrong.getMessage());
    }
  }

  private static YamlMap parsed(Path file, Variables variables) {
    try {
      return Yaml.read(file.toString(), Files.readString(file), variables);
    } catch (YamlException wrong) {
      throw new ConfigException(wrong.getMessage());
    } catch (NoSuchFileException gone) {
      throw new ConfigException(
          "config file " + file + " does not exist; create it or leave --config out");
    } catch (CharacterCodingException other) {
      throw new ConfigException("config file " + file + " is not UTF-8; save it as such");
    } catch (IOException unreadable) {
      throw new ConfigException(
          "config file " + file + " cannot be read: " + Trouble.of(unreadable));
    }
  }
}
