package io.jarserve.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigLoaderTest {

  /** A value for each key that is not its default. */
  private static final Map<ConfigKey, String> OTHER = new EnumMap<>(ConfigKey.class);

  static {
    OTHER.put(ConfigKey.NAMESPACE, "staging");
    OTHER.put(ConfigKey.DEPLOY_DIR, "jars");
    OTHER.put(ConfigKey.STATE_DIR, "state");
    OTHER.put(ConfigKey.HTTP_HOST, "0.0.0.0");
    OTHER.put(ConfigKey.HTTP_PORT, "81");
    OTHER.put(ConfigKey.HTTP_TLS_CERTIFICATE, "http.crt");
    OTHER.put(ConfigKey.HTTP_TLS_KEY, "http.key");
    OTHER.put(ConfigKey.HTTP_TLS_KEYSTORE, "http.p12");
    OTHER.put(ConfigKey.HTTP_TLS_PASSWORD_FILE, "http.pass");
    OTHER.put(ConfigKey.ADMIN_HOST, "10.0.0.7");
    OTHER.put(ConfigKey.ADMIN_PORT, "82");
    OTHER.put(ConfigKey.ADMIN_TLS_CERTIFICATE, "admin.crt");
    OTHER.put(ConfigKey.ADMIN_TLS_KEY, "admin.key");
    OTHER.put(ConfigKey.ADMIN_TLS_KEYSTORE, "admin.p12");
    OTHER.put(ConfigKey.ADMIN_TLS_PASSWORD_FILE, "admin.pass");
    OTHER.put(ConfigKey.ADMIN_CLIENT_CA, "clients.pem");
    OTHER.put(ConfigKey.ADMIN_CLIENT_ROLES, "clients");
    OTHER.put(ConfigKey.ALLOW_REMOTE_ADMIN, "true");
    OTHER.put(ConfigKey.ALLOW_INSECURE_DEPLOY_DIR, "true");
    OTHER.put(ConfigKey.CHECKPOINT_PATH, "s3://bucket/path");
    OTHER.put(ConfigKey.REQUIRE_SIGNED, "true");
    OTHER.put(ConfigKey.TRUST_STORE, "trusted.pem");
    OTHER.put(ConfigKey.TRUST_STORE_PASSWORD_FILE, "trusted.pass");
    OTHER.put(ConfigKey.ALLOWED_DIGESTS, "digests");
    OTHER.put(ConfigKey.SCAN_INTERVAL_S, "0.25");
    OTHER.put(ConfigKey.MAX_ARTIFACT_BYTES, "1000");
    OTHER.put(ConfigKey.MAX_UNPACKED_BYTES, "2000");
    OTHER.put(ConfigKey.MAX_ENTRIES, "30");
    OTHER.put(ConfigKey.LOG_LEVEL, "DEBUG");
    OTHER.put(ConfigKey.LOG_FORMAT, "json");
    OTHER.put(ConfigKey.LOG_FILES, "false");
    OTHER.put(ConfigKey.LOG_FILE_BYTES, "70000");
    OTHER.put(ConfigKey.LOG_FILE_COUNT, "2");
    OTHER.put(ConfigKey.ACCESS_LOG, "json");
    OTHER.put(ConfigKey.WITH_SAMPLES, "true");
    OTHER.put(ConfigKey.DETACH, "true");
  }

  @TempDir Path directory;

  @Test
  void load_nothingSet_isTheDefaults() {
    ServerConfig config = load(Map.of(), Map.of());

    assertThat(config).isEqualTo(ServerConfig.defaults(directory.resolve("home")));
    assertThat(config.deployDir()).isEqualTo(directory.resolve("home/deploy-dir"));
    assertThat(config.stateDir()).isEqualTo(directory.resolve("home/.jarserve"));
    assertThat(config.checkpointPath()).isEqualTo("state_dir");
    assertThat(config.namespace()).isEqualTo("serve");
    assertThat(config.httpHost()).isEqualTo("127.0.0.1");
    assertThat(config.httpPort()).isEqualTo(8000);
    assertThat(config.adminHost()).isEqualTo("127.0.0.1");
    assertThat(config.adminPort()).isEqualTo(8265);
    assertThat(config.httpTls()).isFalse();
    assertThat(config.adminTls()).isFalse();
    assertThat(config.allowRemoteAdmin()).isFalse();
    assertThat(config.allowInsecureDeployDir()).isFalse();
    assertThat(config.requireSigned()).isFalse();
    assertThat(config.scanInterval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.maxArtifactBytes()).isEqualTo(1L << 30);
    assertThat(config.maxUnpackedBytes()).isEqualTo(4L << 30);
    assertThat(config.maxEntries()).isEqualTo(100_000);
    assertThat(config.withSamples()).isFalse();
    assertThat(config.detach()).isFalse();
  }

  @Test
  void load_namespace_hasItsOwnStateDirAndCheckpoint() {
    ServerConfig config = ServerConfig.defaults(directory).with(ConfigKey.NAMESPACE, "staging");

    assertThat(config.stateDir()).isEqualTo(directory.resolve(".jarserve/namespaces/staging"));
    assertThat(config.checkpointPath()).isEqualTo("state_dir");
    assertThat(config.deployDir()).isEqualTo(directory.resolve("deploy-dir"));
    assertThat(
            config.with(ConfigKey.CHECKPOINT_PATH, "s3://bucket/path/?region=eu").checkpointPath())
        .isEqualTo("s3://bucket/path/namespaces/staging?region=eu");
    assertThat(config.with(ConfigKey.CHECKPOINT_PATH, "file:///srv/cp").checkpointPath())
        .isEqualTo("file:///srv/cp/namespaces/staging");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Staging", "a/b", "..", "-a", "a-", "a b"})
  void load_namespaceThatIsNoName_isRefused(String name) {
    assertThatThrownBy(() -> ServerConfig.defaults().with(ConfigKey.NAMESPACE, name))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("namespace: must be at most 63 small letters")
        .hasMessageContaining("'" + name + "'");
  }

  @Test
  void load_everyKeyAsFlagVariableAndInTheFile_maps() throws Exception {
    assertThat(OTHER).containsOnlyKeys(ConfigKey.values());
    Map<String, String> environment = new LinkedHashMap<>();
    StringBuilder yaml = new StringBuilder();
    OTHER.forEach((key, text) -> environment.put(key.variable(), text));
    OTHER.forEach((key, text) -> yaml.append(key.yamlName() + ": " + text + "\n"));
    file(yaml.toString());

    ServerConfig byFlags = load(Map.of(), OTHER);
    assertThat(load(environment, Map.of())).isEqualTo(byFlags);
    assertThat(loadFile()).isEqualTo(byFlags);

    for (ConfigKey key : ConfigKey.values()) {
      assertThat(byFlags.get(key))
          .as(key.yamlName())
          .isNotEqualTo(ServerConfig.defaults(directory).get(key));
    }
    assertThat(byFlags.deployDir()).isEqualTo(directory.resolve("jars"));
    assertThat(byFlags.namespace()).isEqualTo("staging");
    assertThat(byFlags.stateDir()).isEqualTo(directory.resolve("state/namespaces/staging"));
    assertThat(byFlags.checkpointPath()).isEqualTo("s3://bucket/path/namespaces/staging");
    assertThat(byFlags.httpHost()).isEqualTo("0.0.0.0");
    assertThat(byFlags.httpPort()).isEqualTo(81);
    assertThat(byFlags.adminHost()).isEqualTo("10.0.0.7");
    assertThat(byFlags.adminPort()).isEqualTo(82);
    assertThat(byFlags.httpTls()).isTrue();
    assertThat(byFlags.file(ConfigKey.HTTP_TLS_KEY)).contains(directory.resolve("http.key"));
    assertThat(byFlags.adminTls()).isTrue();
    assertThat(byFlags.allowRemoteAdmin()).isTrue();
    assertThat(byFlags.allowInsecureDeployDir()).isTrue();
    assertThat(byFlags.requireSigned()).isTrue();
    assertThat(byFlags.scanInterval()).isEqualTo(Duration.ofMillis(250));
    assertThat(byFlags.maxArtifactBytes()).isEqualTo(1000);
    assertThat(byFlags.maxUnpackedBytes()).isEqualTo(2000);
    assertThat(byFlags.maxEntries()).isEqualTo(30);
    assertThat(byFlags.logLevel()).isEqualTo("debug");
    assertThat(byFlags.jsonConsole()).isTrue();
    assertThat(byFlags.logFiles()).isFalse();
    assertThat(byFlags.logFileBytes()).isEqualTo(70_000);
    assertThat(byFlags.logFileCount()).isEqualTo(2);
    assertThat(byFlags.accessLog()).isTrue();
    assertThat(byFlags.accessLogAsJson()).isTrue();
    assertThat(byFlags.withSamples()).isTrue();
    assertThat(byFlags.detach()).isTrue();
  }

  @Test
  void load_sameKeyTwice_flagOverVariableOverFile() throws Exception {
    file("http_port: 1\nadmin_port: 2\nmax_entries: 3\n");
    Map<String, String> environment =
        Map.of(
            "JARSERVE_CONFIG", "jarserve.yaml",
            "JARSERVE_HTTP_PORT", "10",
            "JARSERVE_ADMIN_PORT", "20");

    ServerConfig config = load(environment, Map.of(ConfigKey.HTTP_PORT, "100"));

    assertThat(config.httpPort()).isEqualTo(100);
    assertThat(config.adminPort()).isEqualTo(20);
    assertThat(config.maxEntries()).isEqualTo(3);
  }

  @Test
  void load_relativePathInFile_startsAtTheFile() throws Exception {
    Files.createDirectories(directory.resolve("etc"));
    Path file = directory.resolve("etc/x.yaml");
    Files.writeString(file, "deploy_dir: ../jars\n");

    ServerConfig config =
        loader(Map.of()).load(List.of(Path.of("etc/x.yaml")), Optional.empty(), Map.of());

    assertThat(config.deployDir()).isEqualTo(directory.resolve("jars"));
  }

  @Test
  void load_nobodyNamesAFile_readsTheStandardOneIfThere() throws Exception {
    Optional<Path> standard = Optional.of(directory.resolve("jarserve.yaml"));

    assertThat(loader(Map.of()).load(List.of(), standard, Map.of()).httpPort()).isEqualTo(8000);
    file("http_port: 1");
    assertThat(loader(Map.of()).load(List.of(), standard, Map.of()).httpPort()).isEqualTo(1);
    Path other = Files.writeString(directory.resolve("other.yaml"), "http_port: 2");
    assertThat(loader(Map.of()).load(List.of(other), standard, Map.of()).httpPort()).isEqualTo(2);
  }

  @Test
  void load_unknownKeyInFile_namesFileLineAndNearest() throws Exception {
    Path file = file("# mine\nhttp_port: 8001\nadmin_prot: 8002\n");

    assertThatThrownBy(this::loadFile)
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            file + ", line 3, column 1: unknown key 'admin_prot'; did you mean 'admin_port'?");
    file("colour: blue");
    assertThatThrownBy(this::loadFile)
        .hasMessageContaining("known are namespace, deploy_dir, state_dir, ");
  }

  @Test
  void load_unknownVariable_namesTheNearest() {
    assertThatThrownBy(() -> load(Map.of("JARSERVE_HTTP_PROT", "1"), Map.of()))
        .hasMessage(
            "environment: unknown variable 'JARSERVE_HTTP_PROT'; did you mean 'JARSERVE_HTTP_PORT'?");
  }

  @Test
  void load_variablesOfOthers_arePassedOver() {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("PATH", "/bin");
    environment.put("JARSERVE_JAVA_OPTS", "-Xmx1g");
    environment.put("JARSERVE_ADDRESS", "http://127.0.0.1:1");
    environment.put("JARSERVE_TOKEN", "jsv_x");
    environment.put("JARSERVE_SERVICE_HOST", "10.0.0.1");
    environment.put("JARSERVE_SERVICE_PORT", "8000");
    environment.put("JARSERVE_SERVICE_PORT_HTTP", "8000");
    environment.put("JARSERVE_PORT", "tcp://10.0.0.1:8000");
    environment.put("JARSERVE_PORT_8000_TCP", "tcp://10.0.0.1:8000");
    environment.put("JARSERVE_PORT_8000_TCP_ADDR", "10.0.0.1");
    environment.put("JARSERVE_ADMIN_SERVICE_HOST", "10.0.0.1");
    environment.put("JARSERVE_ADMIN_PORT", "tcp://10.0.0.1:8265");

    assertThat(load(environment, Map.of()).adminPort()).isEqualTo(8265);
    assertThatThrownBy(() -> load(Map.of("JARSERVE_HTP_PORT", "1"), Map.of()))
        .hasMessageContaining("did you mean 'JARSERVE_HTTP_PORT'?");
  }

  @Test
  void load_wrongValue_namesPlaceValueAndWhatIsAllowed() throws Exception {
    Path file = file("http_port: 70000\n");
    assertThatThrownBy(this::loadFile)
        .hasMessage(
            file
                + ", line 1, column 12: http_port: must be a whole number, at least 0 and at most 65535"
                + " but is '70000'");
    assertThatThrownBy(() -> load(Map.of("JARSERVE_DETACH", "maybe"), Map.of()))
        .hasMessage("JARSERVE_DETACH in the environment: must be true or false but is 'maybe'");
    assertThatThrownBy(() -> load(Map.of(), Map.of(ConfigKey.SCAN_INTERVAL_S, "0")))
        .hasMessage("--scan-interval-s: must be a number of seconds from 0.01 to 3600 but is '0'");
    assertThatThrownBy(() -> load(Map.of(), Map.of(ConfigKey.HTTP_HOST, "a b")))
        .hasMessage("--http-host: must be a host name or an IP address but is 'a b'");
    assertThatThrownBy(() -> load(Map.of(), Map.of(ConfigKey.MAX_ENTRIES, "1.5")))
        .hasMessageContaining("whole number");
    assertThatThrownBy(() -> load(Map.of(), Map.of(ConfigKey.DEPLOY_DIR, "")))
        .hasMessage("--deploy-dir: must be a path but is ''");
    file("http_port:\n");
    assertThatThrownBy(this::loadFile)
        .hasMessageContaining(
            "line 1, column 1: http_port has no value; give it one or remove the line");
    file("deploy_dir: [a]\n");
    assertThatThrownBy(this::loadFile)
        .hasMessageContaining("line 1, column 13: deploy_dir: must be a path");
  }

  @Test
  void load_brokenOrMissingFile_saysWhich() throws Exception {
    Path file = file("http_port: [\n");
    assertThatThrownBy(this::loadFile)
        .hasMessageStartingWith(file + ", line 2, column 1: is not YAML");
    Files.delete(file);
    assertThatThrownBy(this::loadFile)
        .hasMessage("config file " + file + " does not exist; create it or leave --config out");
    Files.createDirectory(file);
    assertThatThrownBy(this::loadFile).hasMessageStartingWith("config file " + file + " cannot");
  }

  @Test
  void load_fileThatIsNotUtf8_saysSo() throws Exception {
    Path file = file("");
    Files.write(file, new byte[] {'a', ':', ' ', (byte) 0xff});
    assertThatThrownBy(this::loadFile)
        .hasMessage("config file " + file + " is not UTF-8; save it as such");
  }

  @Test
  void load_settingsThatContradict_areRefused() {
    assertThatThrownBy(() -> load(Map.of(), Map.of(ConfigKey.HTTP_PORT, "8265")))
        .hasMessageContaining("http_port and admin_port are both 8265");
    assertThat(
            load(Map.of(), Map.of(ConfigKey.HTTP_PORT, "0", ConfigKey.ADMIN_PORT, "0")).httpPort())
        .isZero();
    assertThatThrownBy(
            () ->
                load(Map.of(), Map.of(ConfigKey.DEPLOY_DIR, "a", ConfigKey.STATE_DIR, "a/../a/b")))
        .hasMessageContaining("inside deploy_dir");
    assertThatThrownBy(() -> load(Map.of(), Map.of(ConfigKey.REQUIRE_SIGNED, "true")))
        .hasMessageContaining("require_signed and trust_store go together");
    assertThatThrownBy(() -> load(Map.of(), Map.of(ConfigKey.ADMIN_CLIENT_CA, "ca.pem")))
        .hasMessageContaining("admin_client_ca, admin_client_roles");
  }

  @Test
  void with_oneValue_isCheckedToo() {
    ServerConfig config = ServerConfig.defaults(directory).with(ConfigKey.HTTP_PORT, 1);
    assertThat(config.httpPort()).isEqualTo(1);
    assertThat(config.with(ConfigKey.STATE_DIR, directory).stateDir()).isEqualTo(directory);
    assertThatThrownBy(() -> config.with(ConfigKey.HTTP_PORT, -1))
        .hasMessageStartingWith("http_port: must be a whole number");
  }

  private ServerConfig load(Map<String, String> environment, Map<ConfigKey, String> flags) {
    return loader(environment).load(List.of(), Optional.empty(), flags);
  }

  private ServerConfig loadFile() {
    return loader(Map.of())
        .load(List.of(directory.resolve("jarserve.yaml")), Optional.empty(), Map.of());
  }

  private ConfigLoader loader(Map<String, String> environment) {
    return new ConfigLoader(directory.resolve("home"), directory, environment);
  }

  private Path file(String yaml) throws IOException {
    return Files.writeString(directory.resolve("jarserve.yaml"), yaml);
  }
}
