package io.jarserve.maven.rollout;

import io.jarserve.server.artifact.jar.VersionNumber;
import io.jarserve.server.model.InstanceStatus;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a plugin goes.
 *
 * @param directory that the server watches
 * @param http its public port
 */
public record DeployTarget(Path directory, URI http) {

  /**
   * What a server's status says of it.
   *
   * @param address of its admin port
   * @param api the version of the plugin API that the plugin was compiled against, if it tells
   * @throws IOException when the plugin cannot be brought there; says what to do
   */
  public static DeployTarget of(InstanceStatus status, URI address, Optional<String> api)
      throws IOException {
    String server = status.controllerInfo().version();
    if (api.isPresent() && VersionNumber.ORDER.compare(api.get(), server) > 0) {
      throw new IOException(
          "it was compiled against version %s of the plugin API, and the server at %s is version %s; use that version of jarserve-plugin-api, or update the server"
              .formatted(api.get(), address, server));
    }
    URI http = URI.create(status.httpOptions().url());
    return new DeployTarget(directory(status, address), http);
  }

  private static Path directory(InstanceStatus status, URI address) throws IOException {
    String named = status.controllerInfo().deployDir();
    if (named == null) {
      throw new IOException(
          "the server at %s does not tell its deploy directory; copy the JAR there yourself, or update the server"
              .formatted(address));
    }
    Path directory = Path.of(named);
    if (!Files.isDirectory(directory)) {
      throw new IOException(
          "the server at %s watches %s, which is not on this machine; run this there, or copy the JAR to it"
              .formatted(address, named));
    }
    if (!Files.isWritable(directory)) {
      throw new IOException(
          "the deploy directory %s of the server at %s may not be written to by this user; give it the right"
              .formatted(named, address));
    }
    return directory;
  }
}
