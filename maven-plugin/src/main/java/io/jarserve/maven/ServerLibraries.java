package io.jarserve.maven;

import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugin.MojoFailureException;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;

/**
 * The server and its libraries as Maven resolves them. Not those that this Maven plugin itself was
 * loaded with: Maven puts its own in the place of some.
 */
final class ServerLibraries {

  private static final String SERVER = "io.jarserve:jarserve-server:";
  private static final String SCOPE = "runtime";

  private ServerLibraries() {}

  static List<Path> resolve(
      RepositorySystem repositories,
      RepositorySystemSession session,
      List<RemoteRepository> remotes,
      String version)
      throws MojoFailureException {
    CollectRequest collect = new CollectRequest();
    collect.setRoot(new Dependency(new DefaultArtifact(SERVER + version), SCOPE));
    collect.setRepositories(remotes);
    try {
      return repositories
          .resolveDependencies(session, new DependencyRequest(collect, null))
          .getArtifactResults()
          .stream()
          .map(ArtifactResult::getArtifact)
          .map(artifact -> artifact.getFile().toPath())
          .toList();
    } catch (DependencyResolutionException e) {
      throw new MojoFailureException(
          "the server cannot be resolved: %s; a Jarserve that is not released is installed from its checkout: mvn install -DskipTests"
              .formatted(e.getMessage()),
          e);
    }
  }
}
