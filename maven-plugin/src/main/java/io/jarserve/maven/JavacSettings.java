package io.jarserve.maven;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.maven.model.Plugin;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/**
 * How a project has its sources compiled, from its properties and its maven-compiler-plugin; as
 * much of it as matters for trying a change. Pure.
 */
final class JavacSettings {

  private static final String COMPILER = "org.apache.maven.plugins:maven-compiler-plugin";

  private JavacSettings() {}

  /** The Java that the sources are compiled for, such as 17. */
  static Optional<String> release(MavenProject project) {
    return setting(project, "release", "maven.compiler.release")
        .or(() -> setting(project, "target", "maven.compiler.target"));
  }

  static List<String> options(MavenProject project) {
    List<String> options = new ArrayList<>(List.of("-g", "-encoding", encoding(project)));
    release(project).ifPresent(release -> options.addAll(List.of("--release", release)));
    if (setting(project, "parameters", "maven.compiler.parameters").equals(Optional.of("true"))) {
      options.add("-parameters");
    }
    options.addAll(arguments(project));
    return options;
  }

  private static String encoding(MavenProject project) {
    return setting(project, "encoding", "project.build.sourceEncoding").orElse("UTF-8");
  }

  private static List<String> arguments(MavenProject project) {
    return configuration(project)
        .map(dom -> dom.getChild("compilerArgs"))
        .map(Xpp3Dom::getChildren)
        .map(Arrays::asList)
        .orElse(List.of())
        .stream()
        .map(Xpp3Dom::getValue)
        .filter(Objects::nonNull)
        .toList();
  }

  private static Optional<String> setting(MavenProject project, String element, String property) {
    return configuration(project)
        .map(dom -> dom.getChild(element))
        .map(Xpp3Dom::getValue)
        .or(() -> Optional.ofNullable(project.getProperties().getProperty(property)))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  private static Optional<Xpp3Dom> configuration(MavenProject project) {
    return Optional.ofNullable(project.getPlugin(COMPILER))
        .map(Plugin::getConfiguration)
        .map(Xpp3Dom.class::cast);
  }
}
