package io.jarserve.server.config;

import io.jarserve.server.config.ApplicationConfig.DeploymentConfig;
import io.jarserve.server.json.Place;
import io.jarserve.server.json.YamlList;
import io.jarserve.server.json.YamlMap;
import io.jarserve.server.model.OptionKey;
import io.jarserve.server.model.Options;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The part of a config file that says which applications there are, in the field names of Ray
 * Serve. What can be checked without the JARs is checked. Used once.
 */
final class ApplicationsSection {

  static final String NAME = "name";
  static final String IMPORT_PATH = "import_path";
  static final String DEPLOYMENTS = "deployments";

  /** As the Plugin-Id of a JAR must be. */
  static final Pattern SAFE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  private static final Map<String, OptionKey> KEYS =
      Arrays.stream(OptionKey.values())
          .collect(Collectors.toUnmodifiableMap(OptionKey::yamlName, Function.identity()));

  private final Path file;
  private final Path base;

  /**
   * @param base where relative paths start
   */
  ApplicationsSection(Path file, Path base) {
    this.file = file;
    this.base = base;
  }

  List<ApplicationConfig> parse(YamlMap.Entry section) {
    Map<String, Place> seen = new HashMap<>();
    List<ApplicationConfig> applications = new ArrayList<>();
    for (YamlMap item : maps(section)) {
      ApplicationConfig application = application(item);
      checkOnce("application", application.name(), item, seen);
      applications.add(application);
    }
    return applications;
  }

  private ApplicationConfig application(YamlMap item) {
    YamlMap.Entry name = required(item, NAME, "an application", "the Plugin-Id of its JAR");
    return new ApplicationConfig(
        safe(name),
        importPath(required(item, IMPORT_PATH, "application '" + text(name) + "'", "its JAR")),
        options(item, Set.of(NAME, IMPORT_PATH, DEPLOYMENTS)),
        item.entry(DEPLOYMENTS).map(this::deployments).orElse(List.of()),
        Origin.file(file, item.place()));
  }

  private List<DeploymentConfig> deployments(YamlMap.Entry section) {
    Map<String, Place> seen = new HashMap<>();
    List<DeploymentConfig> deployments = new ArrayList<>();
    for (YamlMap item : maps(section)) {
      String name = text(required(item, NAME, "an item of deployments", "that of its class"));
      checkOnce("deployment", name, item, seen);
      deployments.add(
          new DeploymentConfig(name, options(item, Set.of(NAME)), Origin.file(file, item.place())));
    }
    return deployments;
  }

  private List<YamlMap> maps(YamlMap.Entry section) {
    if (!(section.value() instanceof YamlList list)) {
      throw at(section.valuePlace(), section.key() + " must be a list of maps, each with a name");
    }
    List<YamlMap> maps = new ArrayList<>();
    for (int i = 0; i < list.items().size(); i++) {
      if (!(list.items().get(i) instanceof YamlMap map)) {
        throw at(
            list.places().get(i), "each item of " + section.key() + " must be a map with a name");
      }
      maps.add(map);
    }
    return maps;
  }

  private YamlMap.Entry required(YamlMap item, String key, String whose, String meaning) {
    return item.entry(key)
        .orElseThrow(() -> at(item.place(), whose + " has no " + key + "; add one: " + meaning));
  }

  private String text(YamlMap.Entry entry) {
    if (entry.value() instanceof String text && !text.isBlank()) {
      return text;
    }
    throw at(entry.valuePlace(), entry.key() + " is '" + entry.plain() + "' but must be a text");
  }

  private String safe(YamlMap.Entry name) {
    String text = text(name);
    if (!SAFE_NAME.matcher(text).matches()) {
      throw at(
          name.valuePlace(),
          "name is '"
              + text
              + "'; use letters, digits, dots, hyphens and underscores, a letter or digit first, at"
              + " most 100 of them");
    }
    return text;
  }

  private Path importPath(YamlMap.Entry entry) {
    try {
      return base.resolve(text(entry)).normalize();
    } catch (InvalidPathException notOne) {
      throw at(entry.valuePlace(), "import_path is '" + entry.plain() + "' but must be a path");
    }
  }

  private void checkOnce(String what, String name, YamlMap item, Map<String, Place> seen) {
    Place before = seen.putIfAbsent(name, item.place());
    if (before != null) {
      throw at(
          item.place(),
          "%s '%s' is there twice, first on line %s; keep one of them"
              .formatted(what, name, before.line()));
    }
  }

  private Map<OptionKey, Object> options(YamlMap item, Set<String> others) {
    Map<OptionKey, Object> options = new LinkedHashMap<>();
    for (YamlMap.Entry entry : item.entries()) {
      if (!others.contains(entry.key())) {
        OptionKey key = key(entry, others);
        options.put(key, value(entry, key));
      }
    }
    return options;
  }

  private OptionKey key(YamlMap.Entry entry, Set<String> others) {
    OptionKey key = KEYS.get(entry.key());
    if (key == null) {
      List<String> known = new ArrayList<>(KEYS.keySet());
      known.addAll(others);
      known.sort(null);
      Optional<String> remedy = RayNames.ofApplication(entry.key());
      throw Faults.unknown(entry.place().in(file.toString()), "key", entry.key(), known, remedy);
    }
    return key;
  }

  private Object value(YamlMap.Entry entry, OptionKey key) {
    Object value = entry.plain();
    if (value == null) {
      throw at(entry.place(), entry.key() + " has no value; give it one or remove the line");
    }
    try {
      Object checked = Options.defaults().with(key, value).get(key);
      return key.form() instanceof OptionKey.Form.Group ? value : checked;
    } catch (IllegalArgumentException wrong) {
      throw at(entry.valuePlace(), String.valueOf(wrong.getMessage()));
    }
  }

  private ConfigException at(Place place, String message) {
    return Faults.at(place.in(file.toString()), message);
  }
}
