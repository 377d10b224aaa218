package io.jarserve.server.artifact.jar;

import static io.jarserve.server.artifact.jar.RefusedException.bad;

import io.jarserve.server.model.DeploymentSpec;
import io.jarserve.server.model.OptionKey;
import io.jarserve.server.model.Options;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Tells from class files which classes are deployments, and what their authors set. Loads no class,
 * so a JAR that cannot serve is refused before any of its code has run. Used by one thread.
 */
final class DeploymentClasses {

  private static final String DEPLOYMENT = "io/jarserve/api/Deployment";
  private static final Pattern SAFE_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,99}");
  private static final Map<String, OptionKey> KEYS =
      Arrays.stream(OptionKey.values())
          .collect(Collectors.toUnmodifiableMap(OptionKey::annotationName, Function.identity()));

  private final JarContents jar;
  private final int javaVersion;

  DeploymentClasses(JarContents jar, int javaVersion) {
    this.jar = jar;
    this.javaVersion = javaVersion;
  }

  /** Whether a listed class is there and is a deployment; other extensions are none of ours. */
  boolean isDeployment(String className) throws IOException, RefusedException {
    ClassFacts facts = facts(className);
    return facts.options().isPresent() || inherits(facts, DEPLOYMENT).orElse(true);
  }

  DeploymentSpec read(String className) throws IOException, RefusedException {
    ClassFacts facts = facts(className);
    if (!inherits(facts, DEPLOYMENT).orElse(true)) {
      throw bad(
          "class %s is no deployment; let it implement io.jarserve.api.Deployment"
              .formatted(className));
    }
    if (!facts.isPublic() || !facts.isConcrete()) {
      throw bad(
          "class %s is %s; a deployment must be a public class that is not abstract"
              .formatted(className, facts.isPublic() ? "abstract" : "not public"));
    }
    if (!facts.publicConstructor()) {
      throw bad(
          "class %s has no public constructor without parameters; add one (a nested class must be static)"
              .formatted(className));
    }
    Map<String, Object> given = facts.options().orElse(Map.of());
    return new DeploymentSpec(name(className, given), className, options(className, given));
  }

  private ClassFacts facts(String className) throws IOException, RefusedException {
    byte[] classFile =
        jar.read(JarContents.classFile(className))
            .orElseThrow(
                () ->
                    bad(
                        "class %s is listed as a deployment but is not in the JAR; add it, or build the JAR from scratch"
                            .formatted(className)));
    ClassFacts facts = facts(className, classFile);
    if (!facts.name().equals(className.replace('.', '/'))) {
      throw bad(
          "the class file of %s holds %s; build the JAR from scratch"
              .formatted(className, facts.name().replace('/', '.')));
    }
    return facts;
  }

  private ClassFacts facts(String className, byte[] classFile) throws RefusedException {
    int needed = ClassFacts.javaVersion(classFile);
    if (needed < 1) {
      throw noClassFile(className);
    }
    if (needed > javaVersion) {
      throw bad(
          "class %s needs Java %s and this is Java %s; compile it with --release %s, or run Jarserve on Java %s"
              .formatted(className, needed, javaVersion, javaVersion, needed));
    }
    try {
      return ClassFacts.read(classFile);
    } catch (RuntimeException e) { // ASM throws whatever it stumbles over
      throw noClassFile(className);
    }
  }

  private static RefusedException noClassFile(String className) {
    return bad(
        "what the JAR holds as class %s is no class file; build the JAR from scratch"
            .formatted(className));
  }

  /** Whether a class has that supertype; empty when a class on the way is not in the JAR. */
  private Optional<Boolean> inherits(ClassFacts facts, String wanted)
      throws IOException, RefusedException {
    boolean certain = true;
    Set<String> seen = new HashSet<>();
    Deque<ClassFacts> open = new ArrayDeque<>(List.of(facts));
    while (!open.isEmpty()) {
      for (String parent : parents(open.remove())) {
        if (parent.equals(wanted)) {
          return Optional.of(true);
        }
        if (!isElsewhere(parent) && seen.add(parent)) {
          Optional<ClassFacts> found = parent(parent);
          found.ifPresent(open::add);
          certain &= found.isPresent();
        }
      }
    }
    return certain ? Optional.of(false) : Optional.empty();
  }

  private static List<String> parents(ClassFacts facts) {
    List<String> parents = new ArrayList<>(facts.interfaces());
    Optional.ofNullable(facts.superName()).ifPresent(parents::add);
    return parents;
  }

  private Optional<ClassFacts> parent(String name) throws IOException, RefusedException {
    Optional<byte[]> classFile = jar.read(name + ".class");
    return classFile.isEmpty()
        ? Optional.empty()
        : Optional.of(facts(name.replace('/', '.'), classFile.get()));
  }

  /** Classes that every JAR sees and that are no deployments. */
  private static boolean isElsewhere(String name) {
    return name.startsWith("java/") || name.startsWith("org/pf4j/");
  }

  private static String name(String className, Map<String, Object> given) throws RefusedException {
    String simple = className.substring(className.lastIndexOf('.') + 1);
    String own = simple.substring(simple.lastIndexOf('$') + 1);
    String chosen = given.getOrDefault("name", "").toString();
    String name = chosen.isEmpty() ? own : chosen;
    if (!SAFE_NAME.matcher(name).matches()) {
      throw bad(
          "class %s has the deployment name '%s'; set name in @DeploymentOptions to letters, digits, dots, hyphens and underscores, at most 100 of them"
              .formatted(className, name));
    }
    return name;
  }

  private static Options options(String className, Map<String, Object> given)
      throws RefusedException {
    Map<OptionKey, Object> values = new LinkedHashMap<>();
    for (Map.Entry<String, Object> option : given.entrySet()) {
      if (!option.getKey().equals("name")) {
        values.put(key(className, option.getKey()), option.getValue());
      }
    }
    try {
      return Options.defaults().withAuthors(values);
    } catch (IllegalArgumentException e) {
      throw bad("class %s: %s".formatted(className, e.getMessage()));
    }
  }

  private static OptionKey key(String className, String name) throws RefusedException {
    OptionKey key = KEYS.get(name);
    if (key == null) {
      throw bad(
          "class %s sets %s in @DeploymentOptions, which this server does not know; leave it out, or use a newer Jarserve"
              .formatted(className, name));
    }
    return key;
  }
}
