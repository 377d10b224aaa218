package io.jarserve.maven;

import io.jarserve.maven.rollout.Rollout;
import io.jarserve.maven.server.ForkedServer;
import io.jarserve.server.cli.AdminClient;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.repository.RemoteRepository;
import org.jspecify.annotations.Nullable;

/** What the goals with a server of their own have in common. */
@SuppressWarnings("NullAway.Init") // Maven sets the fields
abstract class ServerMojo extends ProjectMojo {

  @Inject private RepositorySystem repositories;

  @Parameter(defaultValue = "${repositorySystemSession}", readonly = true, required = true)
  private RepositorySystemSession session;

  @Parameter(defaultValue = "${project.remotePluginRepositories}", readonly = true)
  private List<RemoteRepository> remotes;

  /** Public port; 0 takes any free one. */
  @Parameter(property = "jarserve.httpPort", defaultValue = "8000")
  private int httpPort;

  /** Admin port; 0 takes any free one. */
  @Parameter(property = "jarserve.adminPort", defaultValue = "8265")
  private int adminPort;

  /**
   * File with options as an operator writes them, user_config included, in YAML; served beside the
   * JAR.
   */
  @Parameter(property = "jarserve.options")
  private @Nullable File options;

  /** Options of the server's JVM, separated by spaces, such as {@code -Xmx512m}. */
  @Parameter(property = "jarserve.jvmOptions")
  private @Nullable String jvmOptions;

  /** How many seconds a version may take until it serves. */
  @Parameter(property = "jarserve.timeout", defaultValue = "120")
  private int timeout;

  final ForkedServer start() throws MojoFailureException, IOException, InterruptedException {
    return ForkedServer.start(
        new ForkedServer.Settings(
            ServerLibraries.resolve(repositories, session, remotes, jarserveVersion()),
            project().target().resolve("jarserve"),
            httpPort,
            adminPort,
            words(jvmOptions)));
  }

  /** The operator's options; fails when they are not there. */
  final Optional<Path> options() throws MojoFailureException {
    if (options != null && !options.isFile()) {
      throw new MojoFailureException(
          "there is no file %s with the operator's options; write one, or correct jarserve.options"
              .formatted(options));
    }
    return Optional.ofNullable(options).map(File::toPath);
  }

  final Rollout rollout(ForkedServer server) {
    AdminClient admin = new AdminClient(server.admin(), "-Djarserve.adminPort");
    return new Rollout(admin, Duration.ofSeconds(timeout), getLog()::debug);
  }

  private static List<String> words(@Nullable String text) {
    return text == null || text.isBlank()
        ? List.of()
        : Arrays.asList(text.strip().split("\\s+", -1));
  }
}
