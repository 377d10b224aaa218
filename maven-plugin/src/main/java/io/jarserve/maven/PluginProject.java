package io.jarserve.maven;

import io.jarserve.maven.bundle.PluginJar;
import io.jarserve.maven.bundle.PluginManifest;
import io.jarserve.server.artifact.jar.VersionNumber;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/** A Maven project as the author of a plugin sees it. */
final class PluginProject {

  private static final String JAR_PLUGIN = "org.apache.maven.plugins:maven-jar-plugin";
  private static final String GROUP = "io.jarserve";
  private static final String API = "jarserve-plugin-api";
  private static final Set<String> BUNDLED_SCOPES = Set.of("compile", "runtime");
  private static final int OLDEST_JAVA = 17;

  private final MavenProject project;
  private final MavenProject built;
  private final String jarserveVersion;

  /**
   * @param project with its dependencies resolved
   * @param built the same project after the build that a goal asked for, or itself
   * @param jarserveVersion of this Maven plugin, and so of the server that it starts
   */
  PluginProject(MavenProject project, MavenProject built, String jarserveVersion) {
    this.project = project;
    this.built = built;
    this.jarserveVersion = jarserveVersion;
  }

  /** Where Maven puts what it makes for this project. */
  Path target() {
    return Path.of(project.getBuild().getDirectory());
  }

  Path pom() {
    return project.getFile().toPath();
  }

  Path classes() {
    return Path.of(project.getBuild().getOutputDirectory());
  }

  /** The JAR that {@code mvn package} has made; fails when there is none. */
  Path jar() throws MojoFailureException {
    File file = built.getArtifact().getFile();
    if (file == null || !file.isFile()) {
      throw new MojoFailureException(
          "project %s has no JAR yet; run 'mvn package', with this goal in the POM, or 'mvn package jarserve:package'; its packaging must be jar and is %s"
              .formatted(project.getArtifactId(), project.getPackaging()));
    }
    return file.toPath();
  }

  /** The JARs and directories that must be in the plugin. */
  List<Path> libraries() {
    return project.getArtifacts().stream()
        .filter(artifact -> BUNDLED_SCOPES.contains(artifact.getScope()))
        .filter(artifact -> artifact.getArtifactHandler().isAddedToClasspath())
        .map(artifact -> artifact.getFile().toPath())
        .toList();
  }

  /** What the sources are compiled against, without the project's own classes. */
  List<Path> compileClassPath() {
    return project.getArtifacts().stream()
        .filter(artifact -> !"test".equals(artifact.getScope()))
        .filter(artifact -> !"runtime".equals(artifact.getScope()))
        .filter(artifact -> artifact.getArtifactHandler().isAddedToClasspath())
        .map(artifact -> artifact.getFile().toPath())
        .toList();
  }

  /** What goes into a JAR of that version. */
  PluginJar.Contents contents(Map<String, String> given) throws MojoFailureException {
    return new PluginJar.Contents(
        classes(), libraries(), PluginManifest.of(given, standardAttributes()));
  }

  /** Those of the JAR that is there, as the author gave them to whatever made it. */
  Map<String, String> givenAttributes() throws MojoFailureException {
    Path jar = jar();
    try {
      return PluginManifest.read(jar);
    } catch (IOException e) {
      throw new MojoFailureException("%s cannot be read: %s".formatted(jar, e), e);
    }
  }

  /** Those of a JAR that is not made yet, as far as the POM says them for all executions. */
  Map<String, String> attributes() throws MojoFailureException {
    return PluginManifest.of(manifestEntries(), standardAttributes());
  }

  private Map<String, String> manifestEntries() {
    Map<String, String> entries = new LinkedHashMap<>();
    Optional.ofNullable(project.getPlugin(JAR_PLUGIN))
        .map(jar -> (Xpp3Dom) jar.getConfiguration())
        .map(configuration -> configuration.getChild("archive"))
        .map(archive -> archive.getChild("manifestEntries"))
        .map(Xpp3Dom::getChildren)
        .stream()
        .flatMap(Arrays::stream)
        .filter(entry -> entry.getValue() != null)
        .forEach(entry -> entries.put(entry.getName(), entry.getValue().strip()));
    return entries;
  }

  Map<String, String> standardAttributes() throws MojoFailureException {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put(PluginManifest.ID, project.getArtifactId());
    attributes.put(PluginManifest.VERSION, project.getVersion());
    attributes.put(PluginManifest.API, apiVersion());
    Optional.ofNullable(project.getDescription())
        .map(text -> text.strip().replaceAll("\\s+", " "))
        .filter(text -> !text.isEmpty())
        .ifPresent(text -> attributes.put("Plugin-Description", text));
    return attributes;
  }

  /** The version of the plugin API that is compiled against; fails when the server's is older. */
  private String apiVersion() throws MojoFailureException {
    String version = api().getBaseVersion();
    if (VersionNumber.ORDER.compare(version, jarserveVersion) > 0) {
      throw new MojoFailureException(
          "the project uses %s:%s in version %s, which is newer than this Jarserve (%s); use version %s of it, or a newer jarserve-maven-plugin and server"
              .formatted(GROUP, API, version, jarserveVersion, jarserveVersion));
    }
    return version;
  }

  private Artifact api() throws MojoFailureException {
    return project.getArtifacts().stream()
        .filter(artifact -> artifact.getGroupId().equals(GROUP))
        .filter(artifact -> artifact.getArtifactId().equals(API))
        .findFirst()
        .orElseThrow(
            () ->
                new MojoFailureException(
                    "the project does not depend on %s:%s; add it in version %s with <scope>provided</scope>"
                        .formatted(GROUP, API, jarserveVersion)));
  }

  /** The oldest Java that is to run the plugin: what it is compiled for, and no Java below 17. */
  int javaVersion() {
    return JavacSettings.release(project)
        .filter(release -> release.matches("\\d{1,4}"))
        .map(release -> Math.max(OLDEST_JAVA, Integer.parseInt(release)))
        .orElse(OLDEST_JAVA);
  }

  /** Directories of sources, those that the build generates too; not all need be there. */
  List<Path> sourceRoots() {
    return built.getCompileSourceRoots().stream().map(Path::of).toList();
  }

  /**
   * Directories of resources: those that Maven has processed, and those that go into the JAR as
   * they are, so that they can be watched.
   */
  List<Path> resourceRoots() {
    Stream<Path> plain =
        project.getResources().stream()
            .filter(resource -> !resource.isFiltering() && resource.getTargetPath() == null)
            .map(resource -> Path.of(resource.getDirectory()));
    return Stream.concat(Stream.of(classes()), plain).toList();
  }

  /** How the sources are compiled. */
  List<String> javacOptions() {
    return JavacSettings.options(project);
  }
}
