package io.jarserve.server.artifact;

import static io.jarserve.server.artifact.jar.RefusedException.bad;
import static io.jarserve.server.artifact.jar.RefusedException.torn;
import static io.jarserve.server.artifact.jar.RefusedException.trouble;

import io.jarserve.server.artifact.jar.ArtifactLimits;
import io.jarserve.server.artifact.jar.JarInspector;
import io.jarserve.server.artifact.jar.JarVerifier;
import io.jarserve.server.artifact.jar.RefusedException;
import io.jarserve.server.artifact.store.ArtifactStore;
import io.jarserve.server.artifact.store.Incoming;
import io.jarserve.server.artifact.store.StoreException;
import io.jarserve.server.artifact.store.VaultException;
import io.jarserve.server.files.Trouble;
import io.jarserve.server.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks into one file: copies it, and from then on looks at nothing but the copy. Any thread; takes
 * as long as the file is big.
 */
final class Examiner {

  private static final Logger log = LoggerFactory.getLogger(Examiner.class);
  private static final int MOST_OPTIONS_BYTES = 1024 * 1024;

  private final ArtifactStore store;
  private final ArtifactLimits limits;
  private final JarVerifier verifier;
  private final JarInspector inspector;
  private final Admission admission;

  Examiner(ArtifactStore store, ArtifactLimits limits, int javaVersion, Admission admission) {
    this.store = store;
    this.limits = limits;
    this.verifier = new JarVerifier(limits);
    this.inspector = new JarInspector(javaVersion);
    this.admission = admission;
  }

  /**
   * Looks into a file. With {@link Verdict.Good}, the store holds the artifact once more than
   * before.
   *
   * @param look what the caller takes the file for
   * @param quiet whether nobody is writing it any more
   */
  Verdict examine(Path file, Look look, boolean quiet) {
    try {
      checkKind(look);
      return Sight.isJar(file.getFileName().toString())
          ? jar(file, look)
          : options(file, look, quiet);
    } catch (RefusedException e) {
      return Verdict.Refused.of(e);
    } catch (NoSuchFileException e) {
      return new Verdict.Changed();
    } catch (AccessDeniedException e) {
      return Verdict.Refused.of(
          trouble("it cannot be read: permission denied; give this user the right to read it"));
    } catch (VaultException e) {
      return Verdict.Refused.of(trouble(e.reason() + "; it is tried again"));
    } catch (StoreException e) {
      return Verdict.Refused.of(
          trouble(
              "it cannot be copied to the state directory: %s; make room there and make it writable for this user; it is tried again"
                  .formatted(e.getMessage())));
    } catch (IOException e) {
      return Verdict.Refused.of(
          trouble("it cannot be read: %s; it is tried again".formatted(Trouble.of(e))));
    } catch (RuntimeException | Error e) { // whatever it is, the file must get its verdict
      log.error("{} could not be looked into; it is tried again", file, e);
      return Verdict.Refused.of(
          trouble("looking into it failed: %s; it is tried again".formatted(e)));
    }
  }

  private static void checkKind(Look look) throws RefusedException {
    switch (look.kind()) {
      case DIRECTORY -> throw bad("it is a directory and no JAR; pack it as one, or move it away");
      case OTHER -> throw bad("it is no file but a pipe or a device; move it away");
      case BROKEN_LINK ->
          throw bad(
              "it is a link to a file that is not there; bring that back, or delete the link");
      case UNREADABLE ->
          throw trouble(
              "it cannot be looked at: %s; make it readable for this user, or delete it"
                  .formatted(look.trouble()));
      case FILE -> {}
    }
  }

  private Verdict jar(Path file, Look look) throws IOException, RefusedException {
    verifier.checkSize(look.size());
    try (Incoming incoming = receive(file)) {
      verifier.checkSize(incoming.size());
      return isUnchanged(file, look) ? admit(incoming) : new Verdict.Changed();
    }
  }

  /**
   * Looks into a private copy, whichever way it came. With {@link Verdict.Good}, the store holds
   * the artifact once more than before.
   */
  Verdict admit(Incoming incoming) throws IOException {
    store.hold(incoming.digest());
    Verdict verdict = new Verdict.Changed();
    try {
      verdict = jar(incoming);
      return verdict;
    } finally {
      if (!(verdict instanceof Verdict.Good)) {
        store.release(incoming.digest());
      }
    }
  }

  /** What is in an artifact of the store. */
  Artifact stored(Digest digest) throws IOException, RefusedException {
    Path file = store.path(digest);
    return artifact(digest, Files.size(file), inspector.inspect(file));
  }

  private static Artifact artifact(Digest digest, long size, JarInspector.Findings found) {
    return new Artifact(found.application(), found.version(), digest, size, found.deployments());
  }

  private Incoming receive(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return store.receive(in, limits.maxArtifactBytes());
    }
  }

  private Verdict jar(Incoming incoming) throws IOException {
    Digest digest = incoming.digest();
    boolean known = store.contains(digest);
    Path copy = known ? store.path(digest) : incoming.file();
    try {
      if (!known) {
        verifier.verify(copy);
      }
      admission.check(digest, copy);
      JarInspector.Findings found = inspector.inspect(copy);
      if (!known) {
        incoming.publish();
      }
      store.secure(digest);
      return new Verdict.Good(artifact(digest, incoming.size(), found));
    } catch (RefusedException e) {
      return new Verdict.Refused(
          inspector.application(copy), Optional.of(digest), e.fault(), e.reason());
    }
  }

  private static Verdict options(Path file, Look look, boolean quiet)
      throws IOException, RefusedException {
    if (look.size() > MOST_OPTIONS_BYTES) {
      throw bad(
          "it is %s bytes long and at most %s are allowed for options; make it smaller"
              .formatted(look.size(), MOST_OPTIONS_BYTES));
    }
    String text = text(file);
    if (!isUnchanged(file, look)) {
      return new Verdict.Changed();
    }
    if (text.isBlank() && !quiet) {
      throw torn("it is empty");
    }
    return new Verdict.Options(OptionsFile.parse(file.getFileName().toString(), text));
  }

  private static String text(Path file) throws IOException, RefusedException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_OPTIONS_BYTES);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw torn("it is not UTF-8; save it as such");
    }
  }

  private static boolean isUnchanged(Path file, Look look) {
    return Look.at(file).filter(look::equals).isPresent();
  }
}
