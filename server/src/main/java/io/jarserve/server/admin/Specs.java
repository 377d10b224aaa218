package io.jarserve.server.admin;

import io.jarserve.server.artifact.Artifact;
import io.jarserve.server.artifact.ArtifactDoor;
import io.jarserve.server.artifact.jar.RefusedException;
import io.jarserve.server.model.ApplicationSpec;
import io.jarserve.server.model.DeploymentSpec;
import java.nio.file.Path;
import java.util.List;

/**
 * From what a caller wants to what the controller is asked for: looks into the artifact, and lays
 * the caller's options over the author's. Takes as long as an artifact is big; keeps nothing.
 */
final class Specs {

  private final ArtifactDoor door;

  Specs(ArtifactDoor door) {
    this.door = door;
  }

  /**
   * All of that application.
   *
   * @throws Refused when the artifact is not there, is another application's, or the options do not
   *     fit it; names the field
   */
  ApplicationSpec of(WantedApplication wanted) {
    String at = wanted.path().isEmpty() ? "" : wanted.path() + ".";
    String source = at + (wanted.jar().isPresent() ? "jar" : "digest");
    Artifact artifact = artifact(wanted, source);
    if (!artifact.application().equals(wanted.name())) {
      throw wrong(
          wanted,
          "the artifact is application '%s' by its Plugin-Id".formatted(artifact.application()),
          source);
    }
    return new ApplicationSpec(
        artifact.application(),
        artifact.version(),
        artifact.digest(),
        file(wanted, artifact),
        deployments(wanted, artifact, at));
  }

  private Artifact artifact(WantedApplication wanted, String field) {
    try {
      return wanted.jar().isPresent()
          ? door.take(wanted.jar().get())
          : door.artifact(wanted.digest().orElseThrow());
    } catch (RefusedException cause) {
      throw cause.isTrouble()
          ? ArtifactRoutes.refused(cause)
          : wrong(wanted, cause.reason(), field);
    }
  }

  private static String file(WantedApplication wanted, Artifact artifact) {
    return wanted
        .jar()
        .map(Path::getFileName)
        .map(Path::toString)
        .orElseGet(() -> artifact.application() + "-" + artifact.version() + ".jar");
  }

  private static List<DeploymentSpec> deployments(
      WantedApplication wanted, Artifact artifact, String at) {
    try {
      return wanted.overrides().over(artifact.deployments());
    } catch (RefusedException cause) {
      throw wrong(wanted, cause.reason(), at + "deployments");
    }
  }

  private static Refused wrong(WantedApplication wanted, String why, String field) {
    String detail = "application '" + wanted.name() + "': " + why;
    return new Refused(
        Answer.problem(422, "Does not fit the artifact", "artifact_mismatch", detail, field));
  }
}
