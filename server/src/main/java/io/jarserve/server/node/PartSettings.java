package io.jarserve.server.node;

import io.jarserve.server.access.Callers;
import io.jarserve.server.access.CertificateRoles;
import io.jarserve.server.access.TokenFile;
import io.jarserve.server.access.Tokens;
import io.jarserve.server.admin.AdminPort;
import io.jarserve.server.admin.Notes;
import io.jarserve.server.artifact.DeployDirectory;
import io.jarserve.server.artifact.jar.ArtifactLimits;
import io.jarserve.server.config.ConfigKey;
import io.jarserve.server.config.ServerConfig;
import io.jarserve.server.model.InstanceEvent.Kind;
import io.jarserve.server.time.Time;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** From the settings of a server to those of its parts. Stateless. */
final class PartSettings {

  private PartSettings() {}

  /**
   * Where the admin port is, and who may ask it.
   *
   * @param notes of tokens that are made and taken back
   * @throws IOException when a file that the settings name cannot be used
   */
  static AdminPort adminPort(ServerConfig config, Time time, Notes notes) throws IOException {
    Tokens tokens = new Tokens(config.stateDir());
    tokens.whenChanged(
        change ->
            notes.take(
                Kind.TOKENS_CHANGED,
                Optional.empty(),
                TokenFile.FILE,
                "tokens of the admin port: somebody " + change));
    Callers callers = Callers.by(tokens, time);
    Optional<Path> roles = config.file(ConfigKey.ADMIN_CLIENT_ROLES);
    if (roles.isPresent()) {
      callers = callers.orBy(new CertificateRoles(roles.get()));
    }
    return new AdminPort(
        config.adminHost(),
        config.adminPort(),
        config.allowRemoteAdmin(),
        callers,
        Certificates.ofAdminPort(config));
  }

  static ArtifactLimits limits(ServerConfig config) {
    return new ArtifactLimits(
        config.maxArtifactBytes(), config.maxUnpackedBytes(), config.maxEntries());
  }

  static DeployDirectory.Settings deployDirectory(ServerConfig config) {
    return new DeployDirectory.Settings(
        config.deployDir(),
        config.stateDir(),
        config.allowInsecureDeployDir(),
        config.scanInterval(),
        limits(config),
        System::nanoTime);
  }
}
