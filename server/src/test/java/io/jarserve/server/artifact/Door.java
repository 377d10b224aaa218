package io.jarserve.server.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.artifact.WatchedFile.Patience;
import io.jarserve.server.artifact.jar.ArtifactLimits;
import io.jarserve.server.artifact.store.ArtifactException;
import io.jarserve.server.artifact.store.ArtifactStore;
import io.jarserve.server.files.Sha256;
import io.jarserve.server.model.ApplicationSpec;
import io.jarserve.server.model.Digest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** A real door on a real directory, with all that it told. */
final class Door implements AutoCloseable {

  /** As in life, but what takes seconds there takes tenths of them here. */
  static final Patience PATIENCE =
      new Patience(
          Duration.ofMillis(100),
          Duration.ofMillis(600),
          Duration.ofMillis(100),
          Duration.ofMillis(400));

  private final List<Listing> told = new CopyOnWriteArrayList<>();
  private final ArtifactStore store;
  private final DeployDirectory directory;

  private Door(DeployDirectory.Settings settings, Patience patience) throws ArtifactException {
    this.store = new ArtifactStore(settings.stateDir().resolve("artifacts"));
    this.directory = new DeployDirectory(settings, patience, store, told::add);
  }

  static Door open(Path deployDir, Path stateDir) throws ArtifactException {
    return open(deployDir, stateDir, settings -> settings);
  }

  /** As patient as in life: for tests that write slowly. */
  static Door openPatient(Path deployDir, Path stateDir) throws ArtifactException {
    return started(new Door(settings(deployDir, stateDir), Patience.DEFAULTS));
  }

  static Door open(Path deployDir, Path stateDir, UnaryOperator<DeployDirectory.Settings> adjusted)
      throws ArtifactException {
    return started(new Door(adjusted.apply(settings(deployDir, stateDir)), PATIENCE));
  }

  private static DeployDirectory.Settings settings(Path deployDir, Path stateDir) {
    return new DeployDirectory.Settings(
        deployDir,
        stateDir,
        false,
        Duration.ofMillis(200),
        ArtifactLimits.DEFAULTS,
        System::nanoTime);
  }

  private static Door started(Door door) {
    door.directory.start();
    return door;
  }

  ArtifactStore store() {
    return store;
  }

  DeployDirectory directory() {
    return directory;
  }

  /** All that was told so far. */
  List<Listing> told() {
    return told;
  }

  /** What was told last. */
  Listing last() {
    return told.isEmpty() ? Listing.EMPTY : told.get(told.size() - 1);
  }

  /** Waits until what was told last is so. */
  Listing until(Predicate<Listing> condition) {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(10))
        .untilAsserted(() -> assertThat(told).isNotEmpty().last().matches(condition));
    return last();
  }

  /** Waits until a file is accepted with that digest. */
  ApplicationSpec untilAccepted(String file, Digest digest) {
    return spec(
        until(listing -> accepted(listing, file) && spec(listing, file).digest().equals(digest)),
        file);
  }

  /** Waits until a file is accepted. */
  ApplicationSpec untilAccepted(String file) {
    return spec(until(listing -> accepted(listing, file)), file);
  }

  /** Waits until a file is rejected for that reason. */
  Listing.Rejected untilRejected(String file, String reason) {
    return rejected(
        until(
            listing ->
                listing.rejected().stream()
                    .anyMatch(r -> r.file().equals(file) && r.reason().contains(reason))),
        file);
  }

  /** Waits until exactly these files are told to be deleted. */
  Listing untilDeleted(String... files) {
    return until(listing -> listing.deleted().equals(Set.of(files)));
  }

  /** Waits until the directory is told to have a problem. */
  Listing untilProblem(String text) {
    return until(listing -> listing.problem().filter(p -> p.contains(text)).isPresent());
  }

  /** Waits that long, while the door goes on looking. */
  static void letPass(Duration time) {
    await().pollDelay(time).atMost(time.plusSeconds(60)).until(() -> true);
  }

  /** Waits until the door has looked several times more. */
  static void letLook() {
    letPass(Duration.ofMillis(700));
  }

  static boolean accepted(Listing listing, String file) {
    return listing.accepted().stream().anyMatch(a -> a.spec().file().equals(file));
  }

  static ApplicationSpec spec(Listing listing, String file) {
    return listing.accepted().stream()
        .map(Listing.Accepted::spec)
        .filter(spec -> spec.file().equals(file))
        .findFirst()
        .orElseThrow();
  }

  private static Listing.Rejected rejected(Listing listing, String file) {
    return listing.rejected().stream().filter(r -> r.file().equals(file)).findFirst().orElseThrow();
  }

  @Override
  public void close() {
    directory.close();
  }

  /** Of an artifact of those bytes. */
  static Digest digest(byte[] jar) {
    return new Digest(Sha256.hex(jar));
  }
}
