package io.jarserve.server.artifact;

import io.jarserve.server.artifact.store.ArtifactException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a test of the door begins with: a deploy directory that is empty, and a state directory that
 * is not there yet.
 */
@Timeout(300)
abstract class WithDirectories {

  @TempDir Path home;
  Path deploy;
  Path state;

  @BeforeEach
  void makeDeployDirectory() throws IOException {
    deploy = Files.createDirectory(home.resolve("deploy"));
    state = home.resolve("state");
  }

  /** The door between them. */
  Door open() throws ArtifactException {
    return Door.open(deploy, state);
  }
}
