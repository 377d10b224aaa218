package io.jarserve.server.config;

import io.jarserve.server.config.ConfigFile.Setting;
import io.jarserve.server.json.Variables;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Puts a {@link ServerConfig} together: flags over the environment over the config files over the
 * defaults. Whatever it does not know or cannot use stops it, by name, place and remedy.
 */
public final class ConfigLoader {

  /** The variable that names config files, separated as in the PATH. */
  public static final String CONFIG_VARIABLE = "JARSERVE_CONFIG";

  private static final Set<String> OTHER_VARIABLES =
      Set.of(
          CONFIG_VARIABLE,
          "JARSERVE_ADDRESS",
          "JARSERVE_CA_FILE",
          "JARSERVE_CERT_FILE",
          "JARSERVE_HOME",
          "JARSERVE_JAVA_OPTS",
          "JARSERVE_KEY_FILE",
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
   * The settings of the server alone.
   *
   * @throws ConfigException when anything is unknown or wrong
   */
  public ServerConfig load(
      List<Path> named, Optional<Path> standard, Map<ConfigKey, String> flags) {
    return read(named, standard, flags).server();
  }

  /**
   * The settings and where each comes from, and the applications.
   *
   * @param named the config files that the user named, of which a later one wins; else the
   *     environment may name some
   * @param standard the config file that is read, where it exists, when nobody names one
   * @param flags as written
   * @throws ConfigException when anything is unknown or wrong
   */
  public EffectiveConfig read(
      List<Path> named, Optional<Path> standard, Map<ConfigKey, String> flags) {
    Map<ConfigKey, Setting> settings = new EnumMap<>(ConfigKey.class);
    Map<String, ApplicationConfig> applications = new LinkedHashMap<>();
    Variables variables = Variables.of(environment);
    for (Path path : files(named, standard)) {
      ConfigFile file = ConfigFile.read(workingDirectory.resolve(path), variables);
      settings.putAll(file.settings());
      file.applications().forEach(one -> applications.put(one.name(), one));
    }
    settings.putAll(ofEnvironment());
    flags.forEach(
        (key, text) ->
            settings.put(
                key,
                new Setting(check(key, text, key.flag(), workingDirectory), Origin.flag(key))));
    return effective(settings, List.copyOf(applications.values()));
  }

  private EffectiveConfig effective(
      Map<ConfigKey, Setting> settings, List<ApplicationConfig> applications) {
    Map<ConfigKey, Object> values = new EnumMap<>(ConfigKey.class);
    Map<ConfigKey, Origin> origins = new EnumMap<>(ConfigKey.class);
    settings.forEach((key, setting) -> values.put(key, setting.value()));
    settings.forEach((key, setting) -> origins.put(key, setting.origin()));
    ServerConfig server = coherent(ServerConfig.defaults(home).with(values));
    return new EffectiveConfig(server, origins, applications);
  }

  private List<Path> files(List<Path> named, Optional<Path> standard) {
    List<Path> wanted = named.isEmpty() ? filesOfEnvironment() : named;
    return wanted.isEmpty() ? standard.filter(Files::exists).stream().toList() : wanted;
  }

  private List<Path> filesOfEnvironment() {
    return Arrays.stream(
            environment.getOrDefault(CONFIG_VARIABLE, "").split(File.pathSeparator, -1))
        .filter(name -> !name.isBlank())
        .map(Path::of)
        .toList();
  }

  private Map<ConfigKey, Setting> ofEnvironment() {
    Map<ConfigKey, Setting> settings = new EnumMap<>(ConfigKey.class);
    new TreeMap<>(environment)
        .forEach(
            (name, text) -> {
              if (name.startsWith("JARSERVE_") && !belongsToOthers(name, text)) {
                ConfigKey key = keyOfVariable(name);
                String place = name + " in the environment";
                Object value = check(key, text, place, workingDirectory);
                settings.put(key, new Setting(value, Origin.variable(key)));
              }
            });
    return settings;
  }

  private static boolean belongsToOthers(String name, String text) {
    boolean serviceLink =
        SERVICE_LINK.matcher(name).matches() || (name.endsWith("_PORT") && text.contains("://"));
    return OTHER_VARIABLES.contains(name) || serviceLink;
  }

  private static ConfigKey keyOfVariable(String name) {
    return ConfigKey.ofVariable(name)
        .orElseThrow(
            () ->
                Faults.unknown(
                    "environment", "variable", name, ConfigKey.variables(), Optional.empty()));
  }

  private static Object check(ConfigKey key, Object raw, String place, Path base) {
    try {
      return ConfigValues.check(key.form(), raw, base);
    } catch (IllegalArgumentException wrong) {
      throw new ConfigException(place + ": " + wrong.getMessage());
    }
  }

  private static ServerConfig coherent(ServerConfig config) {
    checkPorts(config);
    checkTrust(config);
    checkDirectories(config);
    return config;
  }

  private static void checkPorts(ServerConfig config) {
    if (config.httpPort() == config.adminPort() && config.httpPort() != 0) {
      throw new ConfigException(
          "http_port and admin_port are both " + config.httpPort() + "; choose another for one");
    }
  }

  private static void checkTrust(ServerConfig config) {
    boolean clientCa = config.file(ConfigKey.ADMIN_CLIENT_CA).isPresent();
    boolean clientRoles = config.file(ConfigKey.ADMIN_CLIENT_ROLES).isPresent();
    if (clientCa != clientRoles || (clientCa && !config.adminTls())) {
      throw new ConfigException(
          "admin_client_ca, admin_client_roles and a certificate of the admin port go together;"
              + " set all of them");
    }
    if (config.requireSigned() != config.file(ConfigKey.TRUST_STORE).isPresent()) {
      throw new ConfigException(
          "require_signed and trust_store go together, and only one of them is set; set the other"
              + " too");
    }
  }

  private static void checkDirectories(ServerConfig config) {
    if (config.stateDir().startsWith(config.deployDir())) {
      throw new ConfigException(
          "state_dir is "
              + config.stateDir()
              + ", inside deploy_dir "
              + config.deployDir()
              + "; choose a directory of its own");
    }
  }
}
