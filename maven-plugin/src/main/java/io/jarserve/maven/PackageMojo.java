package io.jarserve.maven;

import io.jarserve.maven.bundle.PluginJar;
import io.jarserve.server.artifact.jar.JarCheck;
import io.jarserve.server.artifact.jar.RefusedException;
import io.jarserve.server.model.DeploymentSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Makes the project's JAR a plugin JAR, and checks it as the server's door will: with the manifest,
 * the extension index, and the libraries of scope compile and runtime, but for what the server
 * shares with its plugins. Equal sources make equal bytes. Comes after the maven-jar-plugin, whose
 * attributes of the manifest it keeps.
 */
@Mojo(
    name = "package",
    defaultPhase = LifecyclePhase.PACKAGE,
    requiresDependencyResolution = ResolutionScope.COMPILE_PLUS_RUNTIME,
    threadSafe = true)
public final class PackageMojo extends ProjectMojo {

  /** False: the JAR is left as it is, for builds that make it themselves, and only checked. */
  @Parameter(property = "jarserve.bundle", defaultValue = "true")
  private boolean bundle = true;

  @Override
  public void execute() throws MojoFailureException {
    if (isAggregator()) {
      return;
    }
    PluginProject project = project();
    Path jar = project.jar();
    try {
      if (bundle) {
        PluginJar.Contents contents = project.contents(project.givenAttributes());
        warn(PluginJar.write(contents, jar, PluginJar.Packing.SMALL));
      }
      tell(jar, JarCheck.check(jar, javaVersion()));
    } catch (RefusedException e) {
      throw failure("%s would be refused: %s".formatted(jar, e.getMessage()), e);
    } catch (IOException e) {
      throw failure("%s cannot be written or read: %s".formatted(jar, e), e);
    }
  }

  private void warn(List<String> clashes) {
    if (!clashes.isEmpty()) {
      getLog()
          .warn(
              "%s classes are in more than one library, such as %s; the first in the class path is taken"
                  .formatted(clashes.size(), clashes.get(0)));
    }
  }

  private void tell(Path jar, JarCheck.Facts facts) {
    String deployments =
        facts.deployments().stream().map(DeploymentSpec::name).collect(Collectors.joining(", "));
    getLog()
        .info(
            "%s %s with %s: %s".formatted(facts.application(), facts.version(), deployments, jar));
  }
}
