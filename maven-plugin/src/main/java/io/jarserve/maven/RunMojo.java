package io.jarserve.maven;

import io.jarserve.maven.rollout.OptionsDrop;
import io.jarserve.maven.rollout.Progress;
import io.jarserve.maven.server.ForkedServer;
import io.jarserve.server.artifact.jar.JarCheck;
import io.jarserve.server.artifact.jar.RefusedException;
import io.jarserve.server.cli.AdminException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Execute;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Builds the project and serves it, alone, until Ctrl-C: a server in a JVM of its own with the
 * flags of the launcher, below {@code target/jarserve}.
 */
@Mojo(name = "run", requiresDependencyResolution = ResolutionScope.COMPILE_PLUS_RUNTIME)
@Execute(phase = LifecyclePhase.PACKAGE)
public final class RunMojo extends ServerMojo {

  @Override
  public void execute() throws MojoFailureException {
    if (isAggregator()) {
      return;
    }
    Path jar = project().jar();
    try {
      Optional<Path> options = options();
      JarCheck.Facts facts = JarCheck.check(jar, javaVersion());
      try (ForkedServer server = start()) {
        if (options.isPresent()) {
          OptionsDrop.drop(options.get(), facts.application(), server.deployDir());
        }
        serve(server, jar, facts);
      }
    } catch (RefusedException e) {
      throw failure("%s would be refused: %s".formatted(jar, e.getMessage()), e);
    } catch (IOException | AdminException e) {
      throw failure(String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure("interrupted", e);
    }
  }

  private void serve(ForkedServer server, Path jar, JarCheck.Facts facts)
      throws IOException, AdminException, InterruptedException, MojoFailureException {
    Progress progress = rollout(server).run(jar, facts.application(), server.deployDir());
    if (progress instanceof Progress.Failed failed) {
      throw new MojoFailureException(
          "%s %s does not serve: %s".formatted(facts.application(), facts.version(), failed.why()));
    }
    facts
        .routePrefixes()
        .forEach(prefix -> getLog().info("serving at " + server.http().resolve(prefix)));
    getLog().info("Ctrl-C ends it");
    server.awaitEnd();
  }
}
