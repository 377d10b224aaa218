package io.jarserve.maven.dev;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is developed.
 *
 * @param pom where all this stands
 * @param options of the operator, if any
 * @param sources directories of sources
 * @param resources directories of what goes into the JAR as it is
 * @param classPath what the sources are compiled against
 * @param libraries what goes into the JAR
 * @param javacOptions how the sources are compiled
 * @param attributes of the manifest; each version rolled in has the {@code Plugin-Version} with a
 *     number of its own
 * @param javaVersion the oldest Java that is to run it
 */
public record DevProject(
    Path pom,
    Optional<Path> options,
    List<Path> sources,
    List<Path> resources,
    List<Path> classPath,
    List<Path> libraries,
    List<String> javacOptions,
    Map<String, String> attributes,
    int javaVersion) {

  public DevProject {
    sources = List.copyOf(sources);
    resources = List.copyOf(resources);
    classPath = List.copyOf(classPath);
    libraries = List.copyOf(libraries);
    javacOptions = List.copyOf(javacOptions);
    attributes = Map.copyOf(attributes);
  }
}
