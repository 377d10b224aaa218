package io.jarserve.server.node;

import io.jarserve.server.artifact.store.ArtifactException;
import io.jarserve.server.artifact.store.ArtifactStore;
import io.jarserve.server.artifact.store.VaultException;
import io.jarserve.server.checkpoint.ArtifactObjects;
import io.jarserve.server.checkpoint.BoundedStore;
import io.jarserve.server.checkpoint.CheckpointException;
import io.jarserve.server.checkpoint.CheckpointPath;
import io.jarserve.server.checkpoint.CheckpointSaver;
import io.jarserve.server.checkpoint.Checkpoints;
import io.jarserve.server.config.ServerConfig;
import io.jarserve.server.model.Digest;
import io.jarserve.server.model.WantedState;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an instance must not lose, and where it is kept: states and artifacts together, in the state
 * directory or at the checkpoint path. An artifact is safe before any state names it, and outlives
 * every kept state that does.
 */
final class Safekeeping implements CheckpointSaver.Work {

  private static final Logger log = LoggerFactory.getLogger(Safekeeping.class);

  private final Checkpoints checkpoints;
  private final ArtifactStore artifacts;
  private final Optional<ArtifactObjects> objects;
  private final WantedState saved;

  /** The artifacts of the states that are kept; empty when that is not known. */
  private volatile Optional<Set<Digest>> needed;

  private Safekeeping(
      Checkpoints checkpoints,
      ArtifactStore artifacts,
      Optional<ArtifactObjects> objects,
      WantedState saved) {
    this.checkpoints = checkpoints;
    this.artifacts = artifacts;
    this.objects = objects;
    this.saved = saved;
    this.needed = checkpoints.needed();
  }

  /** Opens the place and loads the newest state from it. The caller has the state directory. */
  static Safekeeping open(ServerConfig config, Parts parts)
      throws CheckpointException, ArtifactException {
    Path files = config.stateDir().resolve("artifacts");
    BoundedStore local = parts.add("state directory", CheckpointPath.ofStateDir(config.stateDir()));
    if (config.checkpointPath().equals(CheckpointPath.STATE_DIR)) {
      Checkpoints checkpoints = new Checkpoints(local);
      WantedState saved = told(checkpoints.load(), local).state();
      return new Safekeeping(checkpoints, new ArtifactStore(files), Optional.empty(), saved);
    }
    BoundedStore store =
        parts.add("checkpoint store", CheckpointPath.open(config.checkpointPath()));
    ArtifactObjects objects = new ArtifactObjects(store, config.maxArtifactBytes());
    Checkpoints checkpoints = new Checkpoints(store);
    Checkpoints.Loaded loaded = told(checkpoints.load(), store);
    objects.load();
    ArtifactStore artifacts = new ArtifactStore(files, new CheckpointVault(objects));
    Safekeeping opened =
        new Safekeeping(checkpoints, artifacts, Optional.of(objects), loaded.state());
    return loaded.number() == 0 ? opened.takingOver(local) : opened;
  }

  /** What was saved last. */
  WantedState saved() {
    return saved;
  }

  /** Whether an artifact must not be lost. From any thread. */
  boolean needs(Digest digest) {
    return needed.map(digests -> digests.contains(digest)).orElse(true);
  }

  ArtifactStore artifacts() {
    return artifacts;
  }

  @Override
  public void save(WantedState state) throws CheckpointException {
    if (objects.isPresent()) {
      for (Digest digest : state.digests()) {
        secure(digest, objects.get());
      }
    }
    checkpoints.save(state);
    needed = checkpoints.needed();
  }

  @Override
  public void tidy() {
    checkpoints.tidy();
    needed = checkpoints.needed();
    needed.ifPresent(artifacts::retain);
    try {
      if (objects.isPresent() && needed.isPresent()) {
        tidy(objects.get(), needed.get());
      }
    } catch (CheckpointException e) {
      if (!Thread.currentThread().isInterrupted()) { // else the server stops
        log.warn("{}", e.getMessage());
      }
    }
  }

  private void tidy(ArtifactObjects kept, Set<Digest> needed) throws CheckpointException {
    kept.sweep(
        digest -> needed.contains(digest) || artifacts.isHeld(digest), checkpoints::isNewest);
    for (Digest digest : kept.vanished(needed)) {
      log.warn("artifact {} is no longer at the checkpoint path and is brought there", digest);
      secure(digest, kept);
    }
  }

  /** From an instance that kept its state in the state directory until now. */
  private Safekeeping takingOver(BoundedStore local) throws CheckpointException {
    WantedState before = told(new Checkpoints(local).load(), local).state();
    if (!before.equals(WantedState.EMPTY)) {
      log.info("the checkpoint path is empty and takes over what is in {}", local.location());
      save(before);
    }
    return new Safekeeping(checkpoints, artifacts, objects, before);
  }

  private void secure(Digest digest, ArtifactObjects kept) throws CheckpointException {
    try {
      if (!kept.has(digest) && artifacts.contains(digest)) {
        artifacts.secure(digest);
      }
    } catch (VaultException e) {
      throw new CheckpointException(e.getMessage() + "; it is tried again", e);
    }
  }

  private static Checkpoints.Loaded told(Checkpoints.Loaded loaded, BoundedStore store) {
    loaded.warnings().forEach(log::warn);
    if (loaded.number() > 0) {
      log.info(
          "checkpoint {} of {}: {} applications",
          loaded.number(),
          store.location(),
          loaded.state().applications().size());
    }
    return loaded;
  }
}
