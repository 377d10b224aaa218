package io.jarserve.server.config;

import io.jarserve.server.json.NearestName;
import io.jarserve.server.json.Yaml;
import io.jarserve.server.json.YamlException;
import io.jarserve.server.json.YamlMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Puts a {@link ServerConfig} together: flags over the environment over the config file over the
 * defaults. Whatever it does not know or cannot use stops it, by name, place and remedy.
 */
public final class ConfigLoader {

  /** The variable that names the config file. */
  public static final String CONFIG_VARIABLE = "JARSERVE_CONFIG";

  private static final Set<String> OTHER_VARIABLES =
      Set.of(
          CONFIG_VARIABLE,
          "JARSERVE_ADDRESS",
          "JARSERVE_HOME",
          "JARSERVE_JAVA_OPTS",
          "JARSERVE_LOG_LEVEL",
          "JARSERVE_TOKEN");

  /** What Kubernetes sets for a service whose name begins with {@code jarserve}. */
  private static final Pattern SERVICE_LINK =
      Pattern.compile(
          "JARSERVE_(.+_)?(SERVICE_HOST|SERVICE_PORT(_.+)?|PORT_\\d+_(TCP|UDP|SCTP)(_[A-Z]+)?)");

  private final Path home;
  private final Path workingDirectory;
  private final Map<String, String> environment;

  /**
   * @param home where the deploy directory and the state directory are by default
   * @param workingDirectory where relative paths of flags and the environment start
   * @param environment all variables
   */
  public ConfigLoader(Path home, Path workingDirectory, Map<String, String> environment) {
    this.home = home;
    this.workingDirectory = workingDirectory;
    this.environment = Map.copyOf(environment);
  }

  /**
   * The settings.
   *
   * @param named the config file that the user named; else the environment may name one
   * @param standard the config file that is read, where it exists, when nobody names one
   * @param flags as written
   * @throws ConfigException when anything is unknown or wrong
   */
  public ServerConfig load(
      Optional<Path> named, Optional<Path> standard, Map<ConfigKey, String> flags) {
    Map<ConfigKey, Object> values = new EnumMap<>(ConfigKey.class);
    named
        .or(this::fileOfEnvironment)
        .or(() -> standard.filter(Files::exists))
        .map(workingDirectory::resolve)
        .ifPresent(path -> values.putAll(ofFile(path)));
    values.putAll(ofEnvironment());
    flags.forEach((key, text) -> values.put(key, check(key, text, key.flag(), workingDirectory)));
    return coherent(ServerConfig.defaults(home).with(values));
  }

  private Optional<Path> fileOfEnvironment() {
    return Optional.ofNullable(environment.get(CONFIG_VARIABLE))
        .filter(name -> !name.isBlank())
        .map(Path::of);
  }

  private static Map<ConfigKey, Object> ofFile(Path file) {
    Path base = file.resolveSibling("").toAbsolutePath();
    Map<ConfigKey, Object> values = new EnumMap<>(ConfigKey.class);
    for (YamlMap.Entry entry : parsed(file).entries()) {
      String place = file + ", line " + entry.line();
      ConfigKey key =
          ConfigKey.ofYamlName(entry.key())
              .orElseThrow(() -> unknown(place, "key", entry.key(), ConfigKey.yamlNames()));
      Object raw = entry.value();
      if (raw == null) {
        throw new ConfigException(
            place + ": " + entry.key() + " has no value; give it one or remove the line");
      }
      values.put(key, check(key, raw, place + ": " + entry.key(), base));
    }
    return values;
  }

  private static YamlMap parsed(Path file) {
    try {
      return Yaml.read(file.toString(), Files.readString(file));
    } catch (YamlException wrong) {
      throw new ConfigException(wrong.getMessage());
    } catch (NoSuchFileException gone) {
      throw new ConfigException(
          "config file " + file + " does not exist; create it or leave --config out");
    } catch (IOException unreadable) {
      throw new ConfigException("config file " + file + " cannot be read: " + unreadable);
    }
  }

  private Map<ConfigKey, Object> ofEnvironment() {
    Map<ConfigKey, Object> values = new EnumMap<>(ConfigKey.class);
    new TreeMap<>(environment)
        .forEach(
            (name, text) -> {
              if (name.startsWith("JARSERVE_") && !belongsToOthers(name, text)) {
                ConfigKey key = keyOfVariable(name);
                values.put(key, check(key, text, name + " in the environment", workingDirectory));
              }
            });
    return values;
  }

  private static boolean belongsToOthers(String name, String text) {
    boolean serviceLink =
        SERVICE_LINK.matcher(name).matches() || (name.endsWith("_PORT") && text.contains("://"));
    return OTHER_VARIABLES.contains(name) || serviceLink;
  }

  private static ConfigKey keyOfVariable(String name) {
    return ConfigKey.ofVariable(name)
        .orElseThrow(() -> unknown("environment", "variable", name, ConfigKey.variables()));
  }

  private static Object check(ConfigKey key, Object raw, String place, Path base) {
    try {
      return ConfigValues.check(key.form(), raw, base);
    } catch (IllegalArgumentException wrong) {
      throw new ConfigException(place + ": " + wrong.getMessage());
    }
  }

  private static ConfigException unknown(
      String place, String what, String name, List<String> known) {
    String remedy =
        NearestName.of(name, known)
            .map(nearest -> "did you mean '" + nearest + "'?")
            .orElse("known are " + String.join(", ", known));
    return new ConfigException(place + ": unknown " + what + " '" + name + "'; " + remedy);
  }

  private static ServerConfig coherent(ServerConfig config) {
    if (config.httpPort() == config.adminPort() && config.httpPort() != 0) {
      throw new ConfigException(
          "http_port and admin_port are both " + config.httpPort() + "; choose another for one");
    }
    if (config.stateDir().startsWith(config.deployDir())) {
      throw new ConfigException(
          "state_dir is "
              + config.stateDir()
              + ", inside deploy_dir "
              + config.deployDir()
              + "; choose a directory of its own");
    }
    return config;
  }
}
