package io.jarserve.testkit;

import io.jarserve.api.Deployment;
import io.jarserve.server.embed.ClassesJar;
import io.jarserve.server.model.Digest;
import io.jarserve.server.plugin.Host;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarFile;

/**
 * The applications that a test wants to be served, each with the bytes that it dropped last; and
 * which of them have their classes from the test. Dropped by one thread at a time; read by any.
 */
final class Applications {

  static final String OPTIONS = ".yaml";

  private final Home home;
  private final Map<String, Dropped> wanted = new ConcurrentHashMap<>();
  private final Map<Digest, Host> inProcess = new ConcurrentHashMap<>();
  private int version;

  /**
   * What was dropped last.
   *
   * @param file in the deploy directory
   */
  record Dropped(String application, String file, Digest digest) {}

  Applications(Home home) {
    this.home = home;
  }

  /** What is wanted, by the application's name. */
  Map<String, Dropped> wanted() {
    return Map.copyOf(wanted);
  }

  /** Asked by the server when it loads an artifact. */
  Optional<Host> host(Digest artifact) {
    return Optional.ofNullable(inProcess.get(artifact));
  }

  /** Puts everything there that a setup wants, and takes everything else away. */
  void drop(Setup setup) {
    wanted.values().forEach(dropped -> home.remove(dropped.application() + OPTIONS));
    setup.options().forEach(this::options);
    Map<String, Dropped> before = wanted();
    wanted.clear();
    if (!setup.deployments().isEmpty()) {
      drop(setup.application(), setup.deployments());
    }
    setup.jars().forEach(this::drop);
    before.values().stream()
        .filter(dropped -> !wanted.containsKey(dropped.application()))
        .forEach(dropped -> home.remove(dropped.file()));
  }

  /** Those classes, as the newest version of an application. */
  void drop(String application, List<Class<? extends Deployment>> deployments) {
    version++;
    byte[] jar = ClassesJar.of(application, Integer.toString(version), deployments);
    inProcess.put(digest(jar), Host.ofClasses(deployments.get(0).getClassLoader()));
    drop(application, jar);
  }

  /** A JAR, as the only version of its application. */
  void drop(Path jar) {
    drop(application(jar), bytes(jar));
  }

  void options(String application, String yaml) {
    home.drop(application + OPTIONS, yaml.getBytes(StandardCharsets.UTF_8));
  }

  private void drop(String application, byte[] jar) {
    Dropped dropped = new Dropped(application, application + ".jar", digest(jar));
    wanted.put(application, dropped);
    home.drop(dropped.file(), jar);
  }

  /** A JAR that does not say which application it is goes by its file's name, to be refused. */
  private static String application(Path jar) {
    try (JarFile opened = new JarFile(jar.toFile())) {
      String id =
          opened.getManifest() == null
              ? null
              : opened.getManifest().getMainAttributes().getValue("Plugin-Id");
      return id == null ? jar.getFileName().toString().replaceFirst("\\.jar$", "") : id.strip();
    } catch (IOException e) {
      return jar.getFileName().toString().replaceFirst("\\.jar$", "");
    }
  }

  private static byte[] bytes(Path jar) {
    try {
      return Files.readAllBytes(jar);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "JAR "
              + jar.toAbsolutePath()
              + " cannot be read: "
              + e
              + "; build it before the tests run, or correct the path",
          e);
    }
  }

  private static Digest digest(byte[] bytes) {
    try {
      return new Digest(
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
