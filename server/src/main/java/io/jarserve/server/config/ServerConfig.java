package io.jarserve.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The settings of a server, each checked against its {@link ConfigKey}. Immutable; equal when all
 * values are. Paths are absolute.
 */
public final class ServerConfig {

  /** The folder of all namespaces but the standard one. */
  private static final String NAMESPACES = "namespaces";

  private final EnumMap<ConfigKey, Object> values;

  private ServerConfig(EnumMap<ConfigKey, Object> values) {
    this.values = values;
  }

  /** What holds when nobody says anything, below the working directory. */
  public static ServerConfig defaults() {
    return defaults(Path.of(""));
  }

  /**
   * What holds when nobody says anything.
   *
   * @param home where the deploy directory and the state directory are
   */
  public static ServerConfig defaults(Path home) {
    EnumMap<ConfigKey, Object> values = new EnumMap<>(ConfigKey.class);
    for (ConfigKey key : ConfigKey.values()) {
      values.put(key, ConfigValues.check(key.form(), key.standard(), home));
    }
    return new ServerConfig(values);
  }

  /**
   * These settings with one replaced.
   *
   * @param raw a string, number, boolean or path
   * @throws ConfigException names the key, the value and what it should be
   */
  public ServerConfig with(ConfigKey key, Object raw) {
    try {
      return with(Map.of(key, ConfigValues.check(key.form(), raw, Path.of(""))));
    } catch (IllegalArgumentException wrong) {
      throw new ConfigException(key.yamlName() + ": " + wrong.getMessage());
    }
  }

  ServerConfig with(Map<ConfigKey, Object> checked) {
    EnumMap<ConfigKey, Object> merged = new EnumMap<>(values);
    merged.putAll(checked);
    return new ServerConfig(merged);
  }

  public Path deployDir() {
    return (Path) get(ConfigKey.DEPLOY_DIR);
  }

  public String namespace() {
    return (String) get(ConfigKey.NAMESPACE);
  }

  /** Of this namespace alone. */
  public Path stateDir() {
    Path shared = (Path) get(ConfigKey.STATE_DIR);
    return isStandardNamespace() ? shared : shared.resolve(NAMESPACES).resolve(namespace());
  }

  /** A URL of this namespace alone, or {@code state_dir}. */
  public String checkpointPath() {
    String shared = (String) get(ConfigKey.CHECKPOINT_PATH);
    boolean isStateDir = shared.equals(ConfigKey.CHECKPOINT_PATH.standard());
    return isStateDir || isStandardNamespace() ? shared : withNamespace(shared);
  }

  private boolean isStandardNamespace() {
    return namespace().equals(ConfigKey.NAMESPACE.standard());
  }

  private String withNamespace(String url) {
    int query = url.indexOf('?');
    String path = query < 0 ? url : url.substring(0, query);
    String slash = path.endsWith("/") ? "" : "/";
    return path + slash + NAMESPACES + "/" + namespace() + url.substring(path.length());
  }

  public String httpHost() {
    return (String) get(ConfigKey.HTTP_HOST);
  }

  /** 0: any free one. */
  public int httpPort() {
    return (int) whole(ConfigKey.HTTP_PORT);
  }

  public String adminHost() {
    return (String) get(ConfigKey.ADMIN_HOST);
  }

  /** 0: any free one. */
  public int adminPort() {
    return (int) whole(ConfigKey.ADMIN_PORT);
  }

  /** The file that a key names, if any. */
  public Optional<Path> file(ConfigKey key) {
    return ((Optional<?>) get(key)).map(Path.class::cast);
  }

  /** Whether the public port is to have a certificate. */
  public boolean httpTls() {
    return isAnySet(
        ConfigKey.HTTP_TLS_CERTIFICATE, ConfigKey.HTTP_TLS_KEY, ConfigKey.HTTP_TLS_KEYSTORE);
  }

  /** Whether the admin port is to have a certificate. */
  public boolean adminTls() {
    return isAnySet(
        ConfigKey.ADMIN_TLS_CERTIFICATE, ConfigKey.ADMIN_TLS_KEY, ConfigKey.ADMIN_TLS_KEYSTORE);
  }

  public boolean allowRemoteAdmin() {
    return flag(ConfigKey.ALLOW_REMOTE_ADMIN);
  }

  public boolean allowInsecureDeployDir() {
    return flag(ConfigKey.ALLOW_INSECURE_DEPLOY_DIR);
  }

  public boolean requireSigned() {
    return flag(ConfigKey.REQUIRE_SIGNED);
  }

  public Duration scanInterval() {
    return (Duration) get(ConfigKey.SCAN_INTERVAL_S);
  }

  public long maxArtifactBytes() {
    return whole(ConfigKey.MAX_ARTIFACT_BYTES);
  }

  public long maxUnpackedBytes() {
    return whole(ConfigKey.MAX_UNPACKED_BYTES);
  }

  public int maxEntries() {
    return (int) whole(ConfigKey.MAX_ENTRIES);
  }

  /** Of the start command; the server itself does not look at it. */
  public String logLevel() {
    return (String) get(ConfigKey.LOG_LEVEL);
  }

  /** Of the start command; the server itself does not look at it. */
  public boolean jsonConsole() {
    return get(ConfigKey.LOG_FORMAT).equals("json");
  }

  public boolean logFiles() {
    return flag(ConfigKey.LOG_FILES);
  }

  public long logFileBytes() {
    return whole(ConfigKey.LOG_FILE_BYTES);
  }

  public int logFileCount() {
    return (int) whole(ConfigKey.LOG_FILE_COUNT);
  }

  /** Whether requests of the public port are written down. */
  public boolean accessLog() {
    return !get(ConfigKey.ACCESS_LOG).equals("off");
  }

  /** Whether they are as objects of JSON. */
  public boolean accessLogAsJson() {
    return get(ConfigKey.ACCESS_LOG).equals("json");
  }

  /** Of the start command; the server itself does not look at it. */
  public boolean withSamples() {
    return flag(ConfigKey.WITH_SAMPLES);
  }

  /** Of the start command; the server itself does not look at it. */
  public boolean detach() {
    return flag(ConfigKey.DETACH);
  }

  /** The value as a flag or a variable would have it. */
  public String written(ConfigKey key) {
    return ConfigValues.plain(get(key)).toString();
  }

  /** The value in its normal form. */
  public Object get(ConfigKey key) {
    Object value = values.get(key);
    if (value == null) {
      throw new IllegalStateException("no value for " + key);
    }
    return value;
  }

  private boolean isAnySet(ConfigKey... keys) {
    return Stream.of(keys).anyMatch(key -> file(key).isPresent());
  }

  private long whole(ConfigKey key) {
    return (Long) get(key);
  }

  private boolean flag(ConfigKey key) {
    return (Boolean) get(key);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ServerConfig that && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
