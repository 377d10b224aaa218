package io.jarserve.api;

import static org.assertj.core.api.Assertions.assertThat;

import japicmp.cmp.JApiCmpArchive;
import japicmp.cmp.JarArchiveComparator;
import japicmp.cmp.JarArchiveComparatorOptions;
import japicmp.filter.JavadocLikeBehaviorFilter;
import japicmp.model.JApiClass;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javassist.ClassPool;
import javassist.CtClass;
import javassist.CtNewMethod;
import org.junit.jupiter.api.Test;

/**
 * Today's API against the one that older plugins were compiled with, by the rules of the check in
 * the POM, and that those rules find what would break such plugins.
 */
class CompatibilityTest {

  private static final Path BASELINE = Path.of("src", "compat", "jarserve-plugin-api-baseline.jar");
  private static final String DEPLOYMENT = "io/jarserve/api/Deployment.class";

  /** A change of a class. */
  private interface Change {
    void apply(CtClass type) throws Exception;
  }

  @Test
  void today_againstTheBaseline_isCompatible() throws Exception {
    assertThat(broken(today())).isEmpty();
  }

  @Test
  void baseline_withoutAMethod_isIncompatible() throws Exception {
    Map<String, byte[]> classes =
        changed(type -> type.removeMethod(type.getDeclaredMethod("checkHealth")));

    assertThat(broken(classes)).containsExactly("io.jarserve.api.Deployment");
  }

  @Test
  void baseline_withAnAbstractMethodMore_isIncompatible() throws Exception {
    Map<String, byte[]> classes =
        changed(
            type ->
                type.addMethod(
                    CtNewMethod.abstractMethod(
                        CtClass.intType, "rank", new CtClass[0], null, type)));

    assertThat(broken(classes)).containsExactly("io.jarserve.api.Deployment");
  }

  @Test
  void baseline_withADefaultMethodMore_isCompatible() throws Exception {
    Map<String, byte[]> classes =
        changed(type -> type.addMethod(CtNewMethod.make("public int rank() { return 1; }", type)));

    assertThat(broken(classes)).isEmpty();
  }

  private static List<String> broken(Map<String, byte[]> classes) throws IOException {
    JarArchiveComparatorOptions options = new JarArchiveComparatorOptions();
    options.getIgnoreMissingClasses().setIgnoreAllMissingClasses(true);
    for (String member : System.getProperty("api.grown", "").split(",")) {
      options.getFilters().getExcludes().add(new JavadocLikeBehaviorFilter(member));
    }
    List<JApiClass> compared =
        new JarArchiveComparator(options)
            .compare(
                new JApiCmpArchive(Files.readAllBytes(BASELINE), "old", "1"),
                new JApiCmpArchive(jar(classes), "new", "2"));
    return compared.stream()
        .filter(type -> !type.isBinaryCompatible() || !type.isSourceCompatible())
        .map(JApiClass::getFullyQualifiedName)
        .toList();
  }

  private static Map<String, byte[]> changed(Change change) throws Exception {
    Map<String, byte[]> classes = baseline();
    ClassPool pool = new ClassPool(true);
    for (byte[] other : classes.values()) {
      pool.makeClass(new ByteArrayInputStream(other));
    }
    CtClass deployment = pool.get("io.jarserve.api.Deployment");
    change.apply(deployment);
    classes.put(DEPLOYMENT, deployment.toBytecode());
    return classes;
  }

  private static Map<String, byte[]> baseline() throws IOException {
    Map<String, byte[]> classes = new TreeMap<>();
    try (JarInputStream jar = new JarInputStream(Files.newInputStream(BASELINE))) {
      for (JarEntry entry = jar.getNextJarEntry(); entry != null; entry = jar.getNextJarEntry()) {
        if (entry.getName().endsWith(".class")) {
          classes.put(entry.getName(), jar.readAllBytes());
        }
      }
    }
    assertThat(classes).containsKey(DEPLOYMENT);
    return classes;
  }

  private static Map<String, byte[]> today() throws IOException {
    Path root = Path.of("target", "classes");
    Map<String, byte[]> classes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        classes.put(root.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
      }
    }
    return classes;
  }

  private static byte[] jar(Map<String, byte[]> classes) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : classes.entrySet()) {
        jar.putNextEntry(new JarEntry(entry.getKey()));
        jar.write(entry.getValue());
      }
    }
    return bytes.toByteArray();
  }
}
