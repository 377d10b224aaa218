package io.jarserve.server.artifact;

import io.jarserve.server.artifact.jar.JarVerifier;
import io.jarserve.server.artifact.jar.RefusedException;
import io.jarserve.server.artifact.store.Incoming;
import io.jarserve.server.artifact.store.Slices;
import io.jarserve.server.artifact.store.StoreException;
import io.jarserve.server.artifact.store.VaultException;
import io.jarserve.server.files.Trouble;
import io.jarserve.server.model.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A JAR that comes in piece by piece, is never in memory as a whole, and goes through the same door
 * as one that was dropped. Used by one thread at a time; closed by whoever began it, also when it
 * was finished.
 */
public final class Upload implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Upload.class);

  private final ArtifactDoor door;
  private final JarVerifier verifier;
  private final Slices slices;

  Upload(ArtifactDoor door, JarVerifier verifier, Slices slices) {
    this.door = door;
    this.verifier = verifier;
    this.slices = slices;
  }

  /**
   * Takes the next piece.
   *
   * @throws RefusedException when there are more bytes than a JAR may have, or the store cannot
   *     take them
   */
  public void add(ByteBuffer piece) throws RefusedException {
    verifier.checkSize(slices.size() + piece.remaining());
    try {
      slices.add(piece);
    } catch (StoreException e) {
      throw ArtifactDoor.storeTrouble(e);
    }
  }

  /**
   * Looks into the whole; takes as long as it is big.
   *
   * @param expected what its digest must be, where the sender says so
   * @param application what its {@code Plugin-Id} must be
   * @throws RefusedException when it is not what it must be, or cannot be served
   */
  public Artifact finish(Optional<Digest> expected, String application) throws RefusedException {
    try (Incoming incoming = slices.whole()) {
      checkDigest(expected, incoming);
      return door.admit(incoming, Optional.of(application));
    } catch (StoreException e) {
      throw ArtifactDoor.storeTrouble(e);
    } catch (VaultException e) {
      throw RefusedException.trouble(e.reason());
    } catch (IOException e) {
      throw RefusedException.trouble(
          "it cannot be read: %s; send it again".formatted(Trouble.of(e)));
    }
  }

  private static void checkDigest(Optional<Digest> expected, Incoming incoming)
      throws RefusedException {
    if (expected.isPresent() && !expected.get().equals(incoming.digest())) {
      throw RefusedException.torn(
          "its digest is %s but should be %s: it changed on its way; send it again"
              .formatted(incoming.digest(), expected.get()));
    }
  }

  /** What was not finished is deleted. */
  @Override
  public void close() {
    try {
      slices.close();
    } catch (IOException e) {
      log.warn("what came of an upload could not be deleted: {}", Trouble.of(e));
    }
  }
}
