package io.jarserve.server.artifact;

import static io.jarserve.server.artifact.jar.RefusedException.bad;
import static io.jarserve.server.artifact.jar.RefusedException.torn;

import io.jarserve.server.artifact.jar.RefusedException;
import io.jarserve.server.artifact.jar.RoutePrefixes;
import io.jarserve.server.json.NearestName;
import io.jarserve.server.json.Yaml;
import io.jarserve.server.json.YamlException;
import io.jarserve.server.json.YamlList;
import io.jarserve.server.json.YamlMap;
import io.jarserve.server.model.DeploymentSpec;
import io.jarserve.server.model.OptionKey;
import io.jarserve.server.model.Options;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What an operator sets for an application, in {@code <application>.yaml} beside its JAR. Options
 * at the top go for every deployment; a list {@code deployments}, each item with a {@code name},
 * for single ones. Immutable.
 *
 * <p>What can be checked without the JAR is checked by {@link #parse}, the rest by {@link #over}.
 */
final class OptionsFile {

  private static final String DEPLOYMENTS = "deployments";
  private static final String NAME = "name";
  private static final Map<String, OptionKey> KEYS =
      Arrays.stream(OptionKey.values())
          .collect(Collectors.toUnmodifiableMap(OptionKey::yamlName, Function.identity()));

  private final String file;
  private final Map<OptionKey, Setting> common;
  private final Map<String, Single> singles;

  /** A checked value, as it was written, and the line of its key. */
  private record Setting(int line, Object value) {}

  /** The options of one deployment and where they begin. */
  private record Single(int line, Map<OptionKey, Setting> settings) {}

  private OptionsFile(String file, Map<OptionKey, Setting> common, Map<String, Single> singles) {
    this.file = file;
    this.common = common;
    this.singles = singles;
  }

  /** Without any options. */
  static OptionsFile none() {
    return new OptionsFile("", Map.of(), Map.of());
  }

  /**
   * @throws RefusedException TORN when it is not YAML, BAD when the YAML is not understood
   */
  static OptionsFile parse(String file, String text) throws RefusedException {
    YamlMap yaml;
    try {
      yaml = Yaml.read(file, text);
    } catch (YamlException e) {
      throw torn(String.valueOf(e.getMessage()));
    }
    return new Parser(file).parse(yaml);
  }

  /** These options over those of the authors. */
  List<DeploymentSpec> over(List<DeploymentSpec> authored) throws RefusedException {
    checkDeployments(authored);
    List<DeploymentSpec> merged = authored.stream().map(this::over).toList();
    try {
      RoutePrefixes.checkUnique(merged);
    } catch (RefusedException e) {
      throw file.isEmpty() ? e : bad(file + ": " + e.reason());
    }
    return merged;
  }

  private void checkDeployments(List<DeploymentSpec> authored) throws RefusedException {
    List<String> names = authored.stream().map(DeploymentSpec::name).toList();
    for (Map.Entry<String, Single> single : singles.entrySet()) {
      if (!names.contains(single.getKey())) {
        throw at(
            file,
            single.getValue().line(),
            "the application has no deployment '%s', only %s%s"
                .formatted(
                    single.getKey(),
                    String.join(", ", names),
                    NearestName.hint(single.getKey(), names)));
      }
    }
    Setting prefix = common.get(OptionKey.ROUTE_PREFIX);
    if (prefix != null && names.size() != 1) {
      throw at(
          file,
          prefix.line(),
          "route_prefix is '%s' for all of %s; two deployments cannot share one, so set it below 'deployments'"
              .formatted(prefix.value(), String.join(", ", names)));
    }
  }

  private DeploymentSpec over(DeploymentSpec authored) {
    Options options = authored.options().with(values(common));
    Single single = singles.get(authored.name());
    if (single != null) {
      options = options.with(values(single.settings()));
    }
    return new DeploymentSpec(authored.name(), authored.className(), options);
  }

  private static Map<OptionKey, Object> values(Map<OptionKey, Setting> settings) {
    Map<OptionKey, Object> values = new LinkedHashMap<>();
    settings.forEach((key, setting) -> values.put(key, setting.value()));
    return values;
  }

  private static RefusedException at(String file, int line, String message) {
    return bad("%s, line %s: %s".formatted(file, line, message));
  }

  /** From YAML to checked settings; one per file. */
  private record Parser(String file) {

    OptionsFile parse(YamlMap yaml) throws RefusedException {
      Map<OptionKey, Setting> common = settings(yaml, DEPLOYMENTS);
      Optional<YamlMap.Entry> list = yaml.entry(DEPLOYMENTS);
      return new OptionsFile(file, common, list.isPresent() ? singles(list.get()) : Map.of());
    }

    private Map<String, Single> singles(YamlMap.Entry list) throws RefusedException {
      if (!(list.value() instanceof YamlList items)) {
        throw at(
            file,
            list.line(),
            "deployments is '%s' but must be a list of maps, each with a name"
                .formatted(list.plain()));
      }
      Map<String, Single> singles = new HashMap<>();
      for (Object item : items.items()) {
        if (!(item instanceof YamlMap map)) {
          throw at(
              file,
              items.line(),
              "deployments has the item '%s' but each must be a map with a name".formatted(item));
        }
        Single one = new Single(map.line(), settings(map, NAME));
        Single other = singles.putIfAbsent(name(map), one);
        if (other != null) {
          throw at(
              file,
              map.line(),
              "deployment '%s' is there twice, first on line %s; keep one of them"
                  .formatted(name(map), other.line()));
        }
      }
      return singles;
    }

    private String name(YamlMap map) throws RefusedException {
      Optional<YamlMap.Entry> name = map.entry(NAME);
      if (name.isEmpty()) {
        throw at(file, map.line(), "this item of deployments has no name; add one");
      }
      if (!(name.get().value() instanceof String text)) {
        throw at(
            file,
            name.get().line(),
            "name is '%s' but must be the name of a deployment".formatted(name.get().plain()));
      }
      return text;
    }

    private Map<OptionKey, Setting> settings(YamlMap map, String other) throws RefusedException {
      Map<OptionKey, Setting> settings = new LinkedHashMap<>();
      for (YamlMap.Entry entry : map.entries()) {
        if (!entry.key().equals(other)) {
          settings.put(key(entry, other), setting(entry, key(entry, other)));
        }
      }
      return settings;
    }

    private OptionKey key(YamlMap.Entry entry, String other) throws RefusedException {
      OptionKey key = KEYS.get(entry.key());
      if (key == null) {
        List<String> known = new ArrayList<>(KEYS.keySet());
        known.add(other);
        known.sort(null);
        throw at(
            file,
            entry.line(),
            "there is no option '%s' here%s"
                .formatted(
                    entry.key(),
                    NearestName.of(entry.key(), known)
                        .map("; did you mean '%s'?"::formatted)
                        .orElse("; there are " + String.join(", ", known))));
      }
      return key;
    }

    private Setting setting(YamlMap.Entry entry, OptionKey key) throws RefusedException {
      Object value = entry.plain();
      if (value == null) {
        throw at(
            file,
            entry.line(),
            "option %s has no value; give it one, or leave the line out".formatted(entry.key()));
      }
      try {
        Options.defaults().with(key, value);
        return new Setting(entry.line(), value);
      } catch (IllegalArgumentException e) {
        throw at(file, entry.line(), String.valueOf(e.getMessage()));
      }
    }
  }
}
