package io.jarserve.server.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarserve.server.artifact.store.ArtifactException;
import io.jarserve.server.testing.SmallDisk;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

/** Which directories are watched, and which are refused. */
class OpenedDirectoryTest extends WithDirectories {

  @Test
  void open_onADirectoryThatEverybodyMayWriteTo_isRefusedUnlessAllowed() throws Exception {
    Files.setPosixFilePermissions(deploy, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThatThrownBy(this::open)
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining(deploy.toString())
        .hasMessageContaining("chmod o-w")
        .hasMessageContaining("allow_insecure_deploy_dir");
    Door.open(
            deploy,
            state,
            s ->
                new DeployDirectory.Settings(
                    deploy, state, true, s.scanInterval(), s.limits(), s.nanoTime()))
        .close();
  }

  @Test
  void open_onAReadOnlyMountThatEverybodyMightWriteTo_isFine() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(home.resolve("disk"), 256)) {
      Files.setPosixFilePermissions(disk.root(), PosixFilePermissions.fromString("rwxrwxrwx"));
      try (SmallDisk view = disk.readOnlyView(deploy)) {
        assertThat(Files.getPosixFilePermissions(view.root())).hasSize(9);
        open().close();
      }
    }
  }

  @Test
  void open_onADirectoryThatTheGroupMayWriteTo_isFine() throws Exception {
    Files.setPosixFilePermissions(deploy, PosixFilePermissions.fromString("rwxrwxr-x"));

    open().close();
  }

  @Test
  void open_forTheFirstTime_makesAMissingDirectory() throws Exception {
    Files.delete(deploy);

    try (Door door = open()) {
      door.until(listing -> true);
      assertThat(deploy).isDirectory();
    }
  }

  @Test
  void open_onAFile_isRefused() throws Exception {
    Files.delete(deploy);
    Files.writeString(deploy, "");

    assertThatThrownBy(this::open)
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining(deploy + " is a file")
        .hasMessageContaining("--deploy-dir");
  }
}
