package io.jarserve.archetype;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** A local repository with this build's modules, and the settings that have Maven use it. */
final class PrivateRepository {

  static final String VERSION = System.getProperty("jarserve.version", "");

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Map<String, String> DIRECTORIES =
      Map.of(
          "jarserve-plugin-api", "plugin-api",
          "jarserve-store-api", "stores/api",
          "jarserve-server", "server",
          "jarserve-testkit", "testkit",
          "jarserve-maven-plugin", "maven-plugin",
          "jarserve-archetype", "archetype");

  private PrivateRepository() {}

  /** Fills one below that directory and returns the settings file. */
  static Path fill(Path directory) throws IOException {
    Path repository = directory.resolve("repository");
    put(repository, "jarserve-parent", ROOT, false);
    for (Map.Entry<String, String> module : DIRECTORIES.entrySet()) {
      put(repository, module.getKey(), ROOT.resolve(module.getValue()), true);
    }
    Files.writeString(repository.resolve("archetype-catalog.xml"), catalog());
    return Files.writeString(directory.resolve("settings.xml"), settings(repository));
  }

  /** As {@code mvn install} writes it: by it an archetype is found without its version. */
  private static String catalog() {
    return """
        <archetype-catalog xmlns="http://maven.apache.org/plugins/maven-archetype-plugin/archetype-catalog/1.0.0">
          <archetypes>
            <archetype>
              <groupId>io.jarserve</groupId>
              <artifactId>jarserve-archetype</artifactId>
              <version>%s</version>
            </archetype>
          </archetypes>
        </archetype-catalog>
        """
        .formatted(VERSION);
  }

  private static void put(Path repository, String artifact, Path module, boolean withJar)
      throws IOException {
    Path target = repository.resolve("io/jarserve").resolve(artifact).resolve(VERSION);
    Files.createDirectories(target);
    String name = artifact + "-" + VERSION;
    copy(module.resolve("pom.xml"), target.resolve(name + ".pom"));
    if (withJar) {
      copy(module.resolve("target").resolve(name + ".jar"), target.resolve(name + ".jar"));
    }
  }

  private static void copy(Path file, Path target) throws IOException {
    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
  }

  /** The local repository of this build stands before Maven Central, as if it were remote. */
  private static String settings(Path repository) {
    String warm = Path.of(System.getProperty("jarserve.maven.repository", "")).toUri().toString();
    return """
        <settings>
          <localRepository>%s</localRepository>
          <profiles>
            <profile>
              <id>warm</id>
              <repositories>
                <repository>
                  <id>warm</id>
                  <url>%s</url>
                  <releases><checksumPolicy>ignore</checksumPolicy></releases>
                  <snapshots><enabled>false</enabled></snapshots>
                </repository>
              </repositories>
              <pluginRepositories>
                <pluginRepository>
                  <id>warm</id>
                  <url>%s</url>
                  <releases><checksumPolicy>ignore</checksumPolicy></releases>
                  <snapshots><enabled>false</enabled></snapshots>
                </pluginRepository>
              </pluginRepositories>
            </profile>
          </profiles>
          <activeProfiles>
            <activeProfile>warm</activeProfile>
          </activeProfiles>
        </settings>
        """
        .formatted(repository, warm, warm);
  }
}
