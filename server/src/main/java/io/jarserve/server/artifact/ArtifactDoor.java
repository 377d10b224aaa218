package io.jarserve.server.artifact;

import io.jarserve.server.artifact.jar.ArtifactLimits;
import io.jarserve.server.artifact.jar.JarVerifier;
import io.jarserve.server.artifact.jar.RefusedException;
import io.jarserve.server.artifact.store.ArtifactStore;
import io.jarserve.server.artifact.store.Incoming;
import io.jarserve.server.artifact.store.Leases;
import io.jarserve.server.artifact.store.StoreException;
import io.jarserve.server.artifact.store.VaultException;
import io.jarserve.server.files.Trouble;
import io.jarserve.server.model.Digest;
import io.jarserve.server.time.Time;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The way in for JARs that do not lie in the deploy directory. They are held to the same rules; one
 * that nobody has deployed for a while is deleted ({@link Leases}).
 *
 * <p>Any thread. In memory: what is in the artifacts that were asked for. What survives a crash:
 * what came in.
 */
public final class ArtifactDoor implements AutoCloseable {

  /** How long an upload waits for somebody to deploy it, unless said otherwise. */
  public static final Duration GRACE = Duration.ofHours(1);

  private static final int MOST_KNOWN = 1_000;

  private final ArtifactStore store;
  private final ArtifactLimits limits;
  private final JarVerifier verifier;
  private final Examiner examiner;
  private final Leases leases;
  private final Map<Digest, Artifact> known = new Recent<>();
  private final Map<Path, Seen> files = new Recent<>();

  /** A file of this machine, as it was looked into last. */
  private record Seen(Look look, Artifact artifact) {}

  /**
   * Not started yet.
   *
   * @param grace how long what came in is held when nobody needs it
   * @param needed whether an artifact belongs to something that is deployed; asked by any thread,
   *     must not wait
   */
  public ArtifactDoor(
      ArtifactStore store,
      ArtifactLimits limits,
      Duration grace,
      Predicate<Digest> needed,
      Time time) {
    this(store, limits, Admission.EVERYTHING, grace, needed, time);
  }

  /**
   * As before, for JARs that not all may be served.
   *
   * @param admission which of them may
   */
  public ArtifactDoor(
      ArtifactStore store,
      ArtifactLimits limits,
      Admission admission,
      Duration grace,
      Predicate<Digest> needed,
      Time time) {
    this.store = store;
    this.limits = limits;
    this.verifier = new JarVerifier(limits);
    this.examiner = new Examiner(store, limits, Runtime.version().feature(), admission);
    this.leases = new Leases(store, grace, needed, time);
  }

  /** Begins to delete what nobody deploys. */
  public void start() {
    leases.start();
  }

  /** The most bytes that a JAR may have. */
  public long maxBytes() {
    return limits.maxArtifactBytes();
  }

  /**
   * Begins to take a JAR in.
   *
   * @throws RefusedException when the store cannot take anything
   */
  public Upload begin() throws RefusedException {
    try {
      return new Upload(this, verifier, store.receive());
    } catch (StoreException e) {
      throw storeTrouble(e);
    }
  }

  /**
   * Takes in a JAR that lies on this machine; one that has not changed since the last time is not
   * read again. Takes as long as the file is big.
   *
   * @throws RefusedException when it cannot be read or served
   */
  public Artifact take(Path file) throws RefusedException {
    Optional<Look> look = Look.at(file).filter(at -> at.kind() == Look.Kind.FILE);
    if (look.isEmpty()) {
      throw RefusedException.bad("%s is no file that this server can read".formatted(file));
    }
    Seen seen = seen(file);
    if (seen != null
        && seen.look().equals(look.get())
        && leases.reserve(seen.artifact().digest())) {
      return seen.artifact();
    }
    Artifact artifact = read(file, look.get());
    remember(file, new Seen(look.get(), artifact));
    return artifact;
  }

  /**
   * What is in an artifact that came in; it stays for as long as an upload does.
   *
   * @throws RefusedException when it is not there
   */
  public Artifact artifact(Digest digest) throws RefusedException {
    if (!leases.reserve(digest)) {
      throw RefusedException.bad(
          "artifact %s is not in the store; upload it, or do so again if that was a while ago"
              .formatted(digest));
    }
    Artifact artifact = known(digest);
    return artifact == null ? inspected(digest) : artifact;
  }

  /** Stops deleting. */
  @Override
  public void close() {
    leases.close();
  }

  static RefusedException storeTrouble(StoreException e) {
    return RefusedException.trouble(
        "it cannot be copied to the state directory: %s; make room there and make it writable for this user"
            .formatted(e.getMessage()));
  }

  /** Holds a private copy to the rules of every JAR. */
  Artifact admit(Incoming incoming, Optional<String> application)
      throws IOException, RefusedException {
    Verdict verdict = examiner.admit(incoming);
    if (verdict instanceof Verdict.Good good) {
      leases.takeOver(good.artifact().digest());
      return checked(good.artifact(), application);
    } else if (verdict instanceof Verdict.Refused refused) {
      throw RefusedException.of(refused.fault(), refused.reason());
    }
    throw RefusedException.trouble("it changed while it was looked into; send it again");
  }

  private Artifact checked(Artifact artifact, Optional<String> application)
      throws RefusedException {
    if (application.isPresent() && !application.get().equals(artifact.application())) {
      throw RefusedException.bad(
          "it is application '%s' by its Plugin-Id and not '%s'; send it there"
              .formatted(artifact.application(), application.get()));
    }
    remember(artifact);
    return artifact;
  }

  private Artifact read(Path file, Look look) throws RefusedException {
    verifier.checkSize(look.size());
    try (InputStream in = Files.newInputStream(file);
        Incoming incoming = store.receive(in, limits.maxArtifactBytes())) {
      verifier.checkSize(incoming.size());
      return admit(incoming, Optional.empty());
    } catch (NoSuchFileException e) {
      throw RefusedException.bad("%s is not there any more".formatted(file));
    } catch (StoreException e) {
      throw storeTrouble(e);
    } catch (VaultException e) {
      throw RefusedException.trouble(e.reason());
    } catch (IOException e) {
      throw RefusedException.trouble("%s cannot be read: %s".formatted(file, Trouble.of(e)));
    }
  }

  private Artifact inspected(Digest digest) throws RefusedException {
    try {
      Artifact artifact = examiner.stored(digest);
      remember(artifact);
      return artifact;
    } catch (IOException | UncheckedIOException e) {
      throw RefusedException.trouble(
          "artifact %s cannot be read: %s; upload it again".formatted(digest, Trouble.of(e)));
    }
  }

  private void remember(Artifact artifact) {
    synchronized (known) {
      known.put(artifact.digest(), artifact);
    }
  }

  private @Nullable Artifact known(Digest digest) {
    synchronized (known) {
      return known.get(digest);
    }
  }

  private void remember(Path file, Seen seen) {
    synchronized (files) {
      files.put(file, seen);
    }
  }

  private @Nullable Seen seen(Path file) {
    synchronized (files) {
      return files.get(file);
    }
  }

  /** The entries used last. */
  private static final class Recent<K, V> extends LinkedHashMap<K, V> {

    private static final long serialVersionUID = 1L;

    Recent() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > MOST_KNOWN;
    }
  }
}
