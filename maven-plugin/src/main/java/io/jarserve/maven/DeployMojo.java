package io.jarserve.maven;

import io.jarserve.maven.bundle.PluginManifest;
import io.jarserve.maven.rollout.DeployTarget;
import io.jarserve.maven.rollout.Progress;
import io.jarserve.maven.rollout.Rollout;
import io.jarserve.server.artifact.jar.JarCheck;
import io.jarserve.server.artifact.jar.RefusedException;
import io.jarserve.server.cli.AdminClient;
import io.jarserve.server.cli.AdminException;
import io.jarserve.server.cli.Credentials;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Execute;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Builds the project and brings it to a running server of this machine: into the deploy directory
 * that the server names, in one step. Waits until it serves; fails, with the reason, when it does
 * not. The version before keeps serving then.
 */
@Mojo(name = "deploy", requiresDependencyResolution = ResolutionScope.COMPILE_PLUS_RUNTIME)
@Execute(phase = LifecyclePhase.PACKAGE)
public final class DeployMojo extends ProjectMojo {

  private static final String HOW_TO_NAME = "-Djarserve.address or JARSERVE_ADDRESS";

  /** Admin port of the server; default: JARSERVE_ADDRESS, else http://127.0.0.1:8265. */
  @Parameter(property = "jarserve.address")
  private @Nullable String address;

  /** File with the token to show, where the server asks for one; default: JARSERVE_TOKEN. */
  @Parameter(property = "jarserve.tokenFile")
  private @Nullable File tokenFile;

  /** PEM file of the authority that signed the certificate of an admin port with TLS. */
  @Parameter(property = "jarserve.caFile")
  private @Nullable File caFile;

  /** How many seconds it may take until it serves. */
  @Parameter(property = "jarserve.timeout", defaultValue = "120")
  private int timeout = 120;

  @Override
  public void execute() throws MojoFailureException {
    if (isAggregator()) {
      return;
    }
    Path jar = project().jar();
    try {
      deploy(jar, JarCheck.check(jar, javaVersion()));
    } catch (RefusedException e) {
      throw failure("%s would be refused: %s".formatted(jar, e.getMessage()), e);
    } catch (IOException | AdminException e) {
      throw failure("%s is not deployed: %s".formatted(jar, e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure("interrupted", e);
    }
  }

  private void deploy(Path jar, JarCheck.Facts facts)
      throws IOException, AdminException, InterruptedException, MojoFailureException {
    AdminClient admin = new AdminClient(address(), HOW_TO_NAME, credentials());
    Optional<String> api = Optional.ofNullable(PluginManifest.read(jar).get(PluginManifest.API));
    DeployTarget target = DeployTarget.of(admin.status(), admin.address(), api);
    Rollout rollout = new Rollout(admin, Duration.ofSeconds(timeout), getLog()::info);
    Progress progress = rollout.run(jar, facts.application(), target.directory());
    if (progress instanceof Progress.Failed failed) {
      throw new MojoFailureException(
          "%s %s does not serve at %s: %s"
              .formatted(facts.application(), facts.version(), target.http(), failed.why()));
    }
    getLog()
        .info("%s %s serves at %s".formatted(facts.application(), facts.version(), target.http()));
  }

  private Credentials credentials() throws AdminException {
    return Credentials.of(path(tokenFile), System.getenv()).trusting(path(caFile), null, null);
  }

  private static @Nullable Path path(@Nullable File file) {
    return file == null ? null : file.toPath();
  }

  private URI address() throws MojoFailureException {
    String given =
        Optional.ofNullable(address)
            .or(() -> Optional.ofNullable(System.getenv("JARSERVE_ADDRESS")))
            .orElse(AdminClient.STANDARD);
    try {
      return AdminClient.address(given);
    } catch (IllegalArgumentException e) {
      throw failure(e.getMessage() + "; set it with " + HOW_TO_NAME, e);
    }
  }
}
