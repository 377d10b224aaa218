package io.jarserve.server.artifact.jar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds the classes with {@code @DeploymentOptions} below a directory of class files, for builds
 * that write the extension index themselves: javac 23 and later run no annotation processor
 * unasked, and when it compiles some classes only, the processor knows of no others. Loads no
 * class.
 */
public final class AnnotatedClasses {

  private static final String CLASS = ".class";

  private AnnotatedClasses() {}

  /**
   * Their binary names, sorted; files that are no class files are passed over.
   *
   * @throws IOException when a file cannot be read
   */
  public static List<String> below(Path directory) throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : (Iterable<Path>) files.sorted()::iterator) {
        if (file.toString().endsWith(CLASS) && Files.isRegularFile(file)) {
          addIfAnnotated(Files.readAllBytes(file), found);
        }
      }
    }
    return found;
  }

  private static void addIfAnnotated(byte[] classFile, List<String> found) {
    if (ClassFacts.javaVersion(classFile) < 1) {
      return;
    }
    try {
      ClassFacts facts = ClassFacts.read(classFile);
      if (facts.options().isPresent()) {
        found.add(facts.name().replace('/', '.'));
      }
    } catch (RuntimeException e) { // ASM throws whatever it stumbles over
      // the door tells of it if it is listed
    }
  }
}
