package io.jarserve.server.embed;

import io.jarserve.api.Deployment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * A JAR of deployment classes that are loaded already: what the server looks at before it loads
 * anything. The classes that run are those of the program that embeds it. Stateless.
 */
public final class ClassesJar {

  private ClassesJar() {}

  /**
   * The bytes of such a JAR.
   *
   * @throws IllegalArgumentException when a class has no class file, as one that was made at run
   *     time
   */
  public static byte[] of(
      String application, String version, List<Class<? extends Deployment>> deployments) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar =
        new JarOutputStream(bytes, manifest(application, version, deployments))) {
      for (Class<?> type : withParents(deployments)) {
        jar.putNextEntry(new ZipEntry(fileName(type)));
        jar.write(classFile(type));
        jar.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static Manifest manifest(
      String application, String version, List<Class<? extends Deployment>> deployments) {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Plugin-Id", application);
    attributes.putValue("Plugin-Version", version);
    attributes.putValue(
        "Jarserve-Deployments",
        deployments.stream().map(Class::getName).collect(Collectors.joining(",")));
    return manifest;
  }

  /** What the server asks for a class: the supertypes that are not its own or the JDK's. */
  private static Set<Class<?>> withParents(List<Class<? extends Deployment>> deployments) {
    Set<Class<?>> all = new LinkedHashSet<>();
    Deque<Class<?>> open = new ArrayDeque<>(deployments);
    while (!open.isEmpty()) {
      Class<?> type = open.remove();
      if (type.getClassLoader() != null && !isOfTheApi(type) && all.add(type)) {
        parents(type).forEach(open::add);
      }
    }
    return all;
  }

  private static Stream<Class<?>> parents(Class<?> type) {
    return Stream.concat(Stream.ofNullable(type.getSuperclass()), Stream.of(type.getInterfaces()));
  }

  private static boolean isOfTheApi(Class<?> type) {
    return type.getName().startsWith("io.jarserve.api.") || type.getName().startsWith("org.pf4j.");
  }

  private static byte[] classFile(Class<?> type) throws IOException {
    try (InputStream in = type.getResourceAsStream("/" + fileName(type))) {
      if (in == null) {
        throw new IllegalArgumentException(
            type
                + " has no class file on the class path, so it cannot be served in process; serve it"
                + " from a JAR");
      }
      return in.readAllBytes();
    }
  }

  private static String fileName(Class<?> type) {
    return type.getName().replace('.', '/') + ".class";
  }
}
