package io.jarserve.server.admin;

import io.jarserve.server.artifact.Artifact;
import io.jarserve.server.artifact.ArtifactDoor;
import io.jarserve.server.artifact.Upload;
import io.jarserve.server.artifact.jar.RefusedException;
import io.jarserve.server.model.Digest;
import io.jarserve.server.model.Role;
import io.jarserve.server.openapi.Endpoint;
import io.jarserve.server.openapi.Endpoint.Content;
import io.jarserve.server.openapi.Endpoint.Form;
import io.jarserve.server.openapi.Endpoint.Input;
import io.jarserve.server.openapi.Endpoint.Place;
import io.jarserve.server.openapi.Endpoint.Shape;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/** Takes artifacts in. Any thread. */
final class ArtifactRoutes {

  private static final int MOST_AT_ONCE = 16;

  private final ArtifactDoor door;
  private final Work work;
  private final Semaphore places = new Semaphore(MOST_AT_ONCE);

  /**
   * An artifact that came in.
   *
   * @param application its Plugin-Id
   * @param version its Plugin-Version
   * @param digest the SHA-256 of its bytes, by which an application names it
   */
  record ArtifactView(
      String application,
      String version,
      String digest,
      long size,
      List<DeploymentInArtifact> deployments) {}

  /**
   * A deployment as its author made it.
   *
   * @param deploymentConfig all options
   */
  record DeploymentInArtifact(
      String name, String className, Map<String, Object> deploymentConfig) {}

  ArtifactRoutes(ArtifactDoor door, Work work) {
    this.door = door;
    this.work = work;
  }

  List<AdminRoute> all() {
    Endpoint upload =
        Endpoint.of(
                "POST",
                InstanceRoutes.APPLICATIONS + "{name}/artifact",
                "uploadArtifact",
                "Takes in a JAR, to be deployed by its digest")
            .in("artifacts")
            .describedAs(
                "The JAR is held to the same rules as one in the deploy directory. One that nobody"
                    + " deploys within an hour is deleted.")
            .with(InstanceRoutes.NAME)
            .with(digest(DigestHeader.DIGEST, "sha-256=…, what the body must have, in Base64"))
            .with(digest(DigestHeader.CONTENT_DIGEST, "the same as of RFC 9530: sha-256=:…:"))
            .taking(new Content("application/java-archive", new Shape.Bytes(), door.maxBytes()))
            .answering(201, InstanceRoutes.json("It is in the store", ArtifactView.class));
    return List.of(AdminRoute.streamed(upload, Role.DEPLOY, this::intake));
  }

  private static Input digest(String header, String description) {
    return new Input(Place.HEADER, header, Form.TEXT, false, description);
  }

  private Sink intake(Call call) {
    Optional<Digest> expected = DigestHeader.of(call);
    if (!places.tryAcquire()) {
      throw Work.busy();
    }
    try {
      return new Intake(door.begin(), expected, call.segment("name"));
    } catch (RefusedException trouble) {
      places.release();
      throw refused(trouble);
    }
  }

  static Refused refused(RefusedException cause) {
    return new Refused(
        cause.isTrouble()
            ? Answer.problem(
                507, "Cannot be stored", "store_trouble", "the artifact: " + cause.reason())
            : Answer.problem(
                422, "Artifact refused", "artifact_refused", "the artifact: " + cause.reason()));
  }

  private static Answer answer(Artifact artifact) {
    List<DeploymentInArtifact> deployments =
        artifact.deployments().stream()
            .map(d -> new DeploymentInArtifact(d.name(), d.className(), d.options().toYaml()))
            .toList();
    return Answer.json(
        201,
        new ArtifactView(
            artifact.application(),
            artifact.version(),
            artifact.digest().hex(),
            artifact.size(),
            deployments));
  }

  /** One upload. */
  private final class Intake implements Sink {

    private final Upload upload;
    private final Optional<Digest> expected;
    private final String application;
    private final AtomicBoolean over = new AtomicBoolean();

    Intake(Upload upload, Optional<Digest> expected, String application) {
      this.upload = upload;
      this.expected = expected;
      this.application = application;
    }

    @Override
    public void take(ByteBuffer piece) {
      try {
        upload.add(piece);
      } catch (RefusedException tooMuch) {
        throw refused(tooMuch);
      }
    }

    @Override
    public CompletionStage<Answer> end() {
      return work.later(this::finish).whenComplete((answer, cause) -> abort());
    }

    private Answer finish() {
      try {
        return answer(upload.finish(expected, application));
      } catch (RefusedException bad) {
        throw refused(bad);
      }
    }

    @Override
    public void abort() {
      if (over.compareAndSet(false, true)) {
        upload.close();
        places.release();
      }
    }
  }
}
