package io.jarserve.server.artifact.jar;

import static io.jarserve.server.artifact.jar.RefusedException.bad;

import io.jarserve.server.model.DeploymentSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells what is in a JAR, from its manifest, its extension index and its class files. Loads no
 * class. Looks at private copies only; any thread.
 */
public final class JarInspector {

  private static final String INDEX = "META-INF/extensions.idx";

  private final int javaVersion;

  public JarInspector(int javaVersion) {
    this.javaVersion = javaVersion;
  }

  /** What is in a JAR, apart from its bytes. */
  public record Findings(String application, String version, List<DeploymentSpec> deployments) {}

  /** The application's name as far as it can be told, whatever else is wrong. */
  public Optional<String> application(Path file) {
    try (JarContents jar = JarContents.open(file)) {
      return PluginManifest.applicationOf(jar);
    } catch (IOException | RefusedException e) {
      return Optional.empty();
    }
  }

  public Findings inspect(Path file) throws IOException, RefusedException {
    try (JarContents jar = JarContents.open(file)) {
      PluginManifest manifest = PluginManifest.read(jar);
      List<DeploymentSpec> deployments = deployments(jar, manifest);
      checkNames(deployments);
      RoutePrefixes.checkUnique(deployments);
      return new Findings(manifest.application(), manifest.version(), deployments);
    }
  }

  private List<DeploymentSpec> deployments(JarContents jar, PluginManifest manifest)
      throws IOException, RefusedException {
    DeploymentClasses classes = new DeploymentClasses(jar, javaVersion);
    List<DeploymentSpec> deployments = new ArrayList<>();
    for (String className : classNames(jar, manifest, classes)) {
      deployments.add(classes.read(className));
    }
    return deployments;
  }

  private static List<String> classNames(
      JarContents jar, PluginManifest manifest, DeploymentClasses classes)
      throws IOException, RefusedException {
    List<String> indexed = new ArrayList<>();
    for (String className : index(jar)) {
      if (classes.isDeployment(className)) {
        indexed.add(className);
      }
    }
    if (indexed.isEmpty() && manifest.deployments().isEmpty()) {
      throw bad(
          "it names no deployment: there is none in %s, and its manifest has no Jarserve-Deployments; put @DeploymentOptions on a public class that implements Deployment and compile with annotation processing (javac 23 and later need -proc:full), or list the class names in the manifest"
              .formatted(INDEX));
    }
    return indexed.isEmpty() ? manifest.deployments() : indexed;
  }

  private static List<String> index(JarContents jar) throws IOException, RefusedException {
    String text = new String(jar.read(INDEX).orElse(new byte[0]), StandardCharsets.UTF_8);
    return text.lines()
        .map(line -> line.replaceFirst("#.*", "").trim())
        .filter(line -> !line.isEmpty())
        .distinct()
        .toList();
  }

  private static void checkNames(List<DeploymentSpec> deployments) throws RefusedException {
    Map<String, DeploymentSpec> byName = new HashMap<>();
    for (DeploymentSpec deployment : deployments) {
      DeploymentSpec other = byName.putIfAbsent(deployment.name(), deployment);
      if (other != null) {
        throw bad(
            "classes %s and %s have the same deployment name '%s'; set another name in @DeploymentOptions of one of them"
                .formatted(other.className(), deployment.className(), deployment.name()));
      }
    }
  }
}
