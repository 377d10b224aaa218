package io.jarserve.server.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Every setting of a server: its names, its form, its default and what it is about. Each can be
 * given as a flag, in the environment and in the config file, and wins in that order.
 *
 * <p>The name of the constant makes the others: {@code HTTP_PORT} is {@code http_port} in the file,
 * {@code JARSERVE_HTTP_PORT} in the environment and {@code --http-port} as a flag.
 */
public enum ConfigKey {
  NAMESPACE(
      new Form.Name(),
      "serve",
      "Keeps apart what shares a state directory or a checkpoint path, each in a folder of its own."),
  DEPLOY_DIR(new Form.Directory(), "deploy-dir", "Directory that is watched for plugin JARs."),
  STATE_DIR(
      new Form.Directory(),
      ".jarserve",
      "Directory for what must survive a restart; used by one server at a time."),
  CHECKPOINT_PATH(
      new Form.Location(),
      "state_dir",
      "Where states and artifacts are kept; a URL survives the loss of this machine."),
  HTTP_HOST(new Form.Host(), "127.0.0.1", "Address that the public port listens on."),
  HTTP_PORT(new Form.Whole(0, 65_535), "8000", "Public port; 0 takes any free one."),
  HTTP_TLS_CERTIFICATE(
      new Form.File(),
      "none",
      "Certificate of the public port and its chain, in PEM: turns TLS on."),
  HTTP_TLS_KEY(new Form.File(), "none", "Key of that certificate, in PEM (PKCS #8)."),
  HTTP_TLS_KEYSTORE(
      new Form.File(), "none", "Keystore with both (PKCS #12 or JKS), in place of the PEM files."),
  HTTP_TLS_PASSWORD_FILE(new Form.File(), "none", "File with the password of that keystore."),
  ADMIN_HOST(new Form.Host(), "127.0.0.1", "Address that the admin port listens on."),
  ADMIN_PORT(new Form.Whole(0, 65_535), "8265", "Admin port; 0 takes any free one."),
  ADMIN_TLS_CERTIFICATE(
      new Form.File(),
      "none",
      "Certificate of the admin port and its chain, in PEM: turns TLS on."),
  ADMIN_TLS_KEY(new Form.File(), "none", "Key of that certificate, in PEM (PKCS #8)."),
  ADMIN_TLS_KEYSTORE(
      new Form.File(), "none", "Keystore with both (PKCS #12 or JKS), in place of the PEM files."),
  ADMIN_TLS_PASSWORD_FILE(new Form.File(), "none", "File with the password of that keystore."),
  ADMIN_CLIENT_CA(
      new Form.File(),
      "none",
      "Who signs the certificates of clients of the admin port, in PEM: lets clients show one."),
  ADMIN_CLIENT_ROLES(
      new Form.File(), "none", "Roles of those clients: a role and a subject in each line."),
  ALLOW_REMOTE_ADMIN(
      new Form.Flag(),
      "false",
      "Lets the admin port listen beyond loopback while nothing says who may come in."),
  ALLOW_INSECURE_DEPLOY_DIR(
      new Form.Flag(), "false", "Accepts a deploy directory that everybody may write to."),
  REQUIRE_SIGNED(
      new Form.Flag(), "false", "Serves only JARs that somebody in the trust store signed."),
  TRUST_STORE(new Form.File(), "none", "Certificates of those who may sign: PEM, or a keystore."),
  TRUST_STORE_PASSWORD_FILE(new Form.File(), "none", "File with the password of that keystore."),
  ALLOWED_DIGESTS(
      new Form.File(), "none", "Serves only JARs whose SHA-256 is a line of this file."),
  SCAN_INTERVAL_S(
      new Form.Time(Duration.ofMillis(10), Duration.ofHours(1)),
      "1",
      "Seconds from one look at the deploy directory to the next."),
  MAX_ARTIFACT_BYTES(
      new Form.Whole(1, Long.MAX_VALUE), "1073741824", "Largest JAR that is accepted."),
  MAX_UNPACKED_BYTES(
      new Form.Whole(1, Long.MAX_VALUE),
      "4294967296",
      "Largest sum of what the entries of a JAR unpack to."),
  MAX_ENTRIES(new Form.Whole(1, 10_000_000), "100000", "Most entries that a JAR may have."),
  LOG_LEVEL(
      new Form.OneOf(List.of("trace", "debug", "info", "warn", "error")),
      "info",
      "Least level that is logged."),
  LOG_FORMAT(
      new Form.OneOf(List.of("text", "json")),
      "text",
      "Form of the lines on the console: for people, or an object of JSON each."),
  LOG_FILES(
      new Form.Flag(), "true", "Writes log files below the state directory, one a deployment."),
  LOG_FILE_BYTES(
      new Form.Whole(64 * 1024, Long.MAX_VALUE),
      "10485760",
      "Largest log file; what would be larger is put aside."),
  LOG_FILE_COUNT(
      new Form.Whole(1, 1000),
      "5",
      "Files that are kept of each log, that which is written to included."),
  ACCESS_LOG(
      new Form.OneOf(List.of("off", "combined", "json")),
      "off",
      "Whether and in which form every request of the public port is written down."),
  WITH_SAMPLES(
      new Form.Flag(), "false", "Copies the sample JARs into the deploy directory at the start."),
  DETACH(new Form.Flag(), "false", "Starts the server in the background and returns.");

  /** What values a key takes. */
  public sealed interface Form {
    /** A path; a relative one starts at the config file, or else at the working directory. */
    record Directory() implements Form {}

    /** A URL, or the word for the state directory. */
    record Location() implements Form {}

    /** Small letters, digits and hyphens, as in a part of a host name. */
    record Name() implements Form {}

    /** A path as before, or the word {@code none}. */
    record File() implements Form {}

    /** A host name or an IP address. */
    record Host() implements Form {}

    /** A whole number in a closed range. */
    record Whole(long least, long most) implements Form {}

    /** A number of seconds in a closed range. */
    record Time(Duration least, Duration most) implements Form {}

    /** One of some words, in any case. */
    record OneOf(List<String> words) implements Form {}

    /** True or false. */
    record Flag() implements Form {}
  }

  private static final String VARIABLE_PREFIX = "JARSERVE_";

  private final Form form;
  private final String standard;
  private final String about;

  ConfigKey(Form form, String standard, String about) {
    this.form = form;
    this.standard = standard;
    this.about = about;
  }

  /** What values it takes. */
  public Form form() {
    return form;
  }

  /** What holds when nobody says anything, as it would be written. */
  public String standard() {
    return standard;
  }

  /** One sentence for people. */
  public String about() {
    return about;
  }

  /** The key in the config file, such as {@code http_port}. */
  public String yamlName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The variable in the environment, such as {@code JARSERVE_HTTP_PORT}. */
  public String variable() {
    return VARIABLE_PREFIX + name();
  }

  /** The flag of {@code jarserve start}, such as {@code --http-port}. */
  public String flag() {
    return "--" + yamlName().replace('_', '-');
  }

  /** The key of that name in the config file. */
  static Optional<ConfigKey> ofYamlName(String name) {
    return Arrays.stream(values()).filter(key -> key.yamlName().equals(name)).findFirst();
  }

  /** The key of that variable in the environment. */
  static Optional<ConfigKey> ofVariable(String name) {
    return Arrays.stream(values()).filter(key -> key.variable().equals(name)).findFirst();
  }

  static List<String> variables() {
    return Arrays.stream(values()).map(ConfigKey::variable).toList();
  }

  static List<String> yamlNames() {
    return Arrays.stream(values()).map(ConfigKey::yamlName).toList();
  }
}
