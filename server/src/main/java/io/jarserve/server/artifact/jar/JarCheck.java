package io.jarserve.server.artifact.jar;

import io.jarserve.server.model.DeploymentSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the door would say of a JAR, for those who build one: the same checks, before anybody drops
 * it, and those of {@link BundledClasses}. Loads no class. Any thread.
 */
public final class JarCheck {

  private JarCheck() {}

  /** What is in a JAR that the door lets in. */
  public record Facts(String application, String version, List<DeploymentSpec> deployments) {
    public Facts {
      deployments = List.copyOf(deployments);
    }

    /** Where its deployments can be asked, unless an operator says otherwise. */
    public List<String> routePrefixes() {
      return deployments.stream()
          .flatMap(deployment -> deployment.options().routePrefix().stream())
          .toList();
    }
  }

  /**
   * What is in a JAR whose bytes are beyond doubt.
   *
   * @throws IOException when it cannot be read
   * @throws RefusedException when it cannot be served
   */
  public static Facts look(Path jar) throws IOException, RefusedException {
    return facts(new JarInspector(Runtime.version().feature()).inspect(jar));
  }

  /** Whether an application may have that name. */
  public static boolean isApplicationName(String name) {
    return PluginManifest.isApplicationName(name);
  }

  /**
   * Looks into a JAR.
   *
   * @param jar that nobody is writing any more
   * @param javaVersion the oldest Java that is to run it, such as 17
   * @throws IOException when it cannot be read
   * @throws RefusedException when it would not be let in
   */
  public static Facts check(Path jar, int javaVersion) throws IOException, RefusedException {
    JarVerifier verifier = new JarVerifier(ArtifactLimits.DEFAULTS);
    verifier.checkSize(Files.size(jar));
    verifier.verify(jar);
    BundledClasses.check(jar, javaVersion);
    return facts(new JarInspector(javaVersion).inspect(jar));
  }

  private static Facts facts(JarInspector.Findings found) {
    return new Facts(found.application(), found.version(), found.deployments());
  }
}
