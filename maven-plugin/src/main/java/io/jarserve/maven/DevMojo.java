package io.jarserve.maven;

import io.jarserve.maven.dev.DevProject;
import io.jarserve.maven.dev.DevSession;
import io.jarserve.maven.dev.Report;
import io.jarserve.maven.server.ForkedServer;
import io.jarserve.server.cli.AdminException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Execute;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Serves the project while it is edited, until Ctrl-C: every saved change of a source or a resource
 * is compiled in this process and rolled in without losing a request. What does not compile, would
 * be refused or does not become healthy leaves the version before serving. Runs no test.
 */
@Mojo(name = "dev", requiresDependencyResolution = ResolutionScope.COMPILE_PLUS_RUNTIME)
@Execute(phase = LifecyclePhase.PROCESS_RESOURCES)
public final class DevMojo extends ServerMojo {

  private static final long LOOK_AGAIN_MILLIS = 50;

  @Override
  public void execute() throws MojoFailureException {
    if (isAggregator()) {
      return;
    }
    Optional<Path> options = options();
    try (ForkedServer server = start();
        DevSession session = session(server, options)) {
      getLog().info("watching " + project().sourceRoots() + "; Ctrl-C ends it");
      while (server.isAlive()) {
        session.look();
        TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
      }
      getLog().info("the server has ended");
    } catch (IOException | AdminException e) {
      throw failure(String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure("interrupted", e);
    }
  }

  private DevSession session(ForkedServer server, Optional<Path> options)
      throws MojoFailureException, IOException {
    PluginProject project = project();
    Path workDir = Files.createDirectories(project.target().resolve("jarserve").resolve("dev"));
    DevProject developed =
        new DevProject(
            project.pom(),
            options,
            project.sourceRoots(),
            project.resourceRoots(),
            project.compileClassPath(),
            project.libraries(),
            project.javacOptions(),
            project.attributes(),
            javaVersion());
    Report report = new Report(server.http(), getLog()::info, getLog()::error);
    return new DevSession(developed, workDir, server.deployDir(), rollout(server), report);
  }
}
