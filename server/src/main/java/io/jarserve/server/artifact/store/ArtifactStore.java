package io.jarserve.server.artifact.store;

import io.jarserve.server.files.Durable;
import io.jarserve.server.files.Sha256;
import io.jarserve.server.files.Trouble;
import io.jarserve.server.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The artifacts of an instance as files named by their digest. A file is written once, under
 * another name, and appears whole; nobody ever writes to it again.
 *
 * <p>A file from an earlier run is trusted when it was read once and found to have the content that
 * its name says: at its first use, so that a start with a thousand artifacts reads none of them in
 * vain. A damaged one counts as not there, and is replaced when its bytes come in again.
 *
 * <p>What is missing or damaged is brought back from the {@link ArtifactVault}, when there is one.
 *
 * <p>Any thread. In memory: which files are trusted, and which are held against {@link #retain}
 * because the door has them before anybody else knows of them. What survives a crash: every file
 * that was published.
 */
public final class ArtifactStore {

  private static final Logger log = LoggerFactory.getLogger(ArtifactStore.class);
  private static final Pattern NAME = Pattern.compile("([0-9a-f]{64})\\.jar");

  private final Path directory;
  private final ArtifactVault vault;
  private final AtomicLong sequence = new AtomicLong();
  private final Set<Digest> trusted = ConcurrentHashMap.newKeySet();
  private final Map<Digest, Integer> holds = new HashMap<>();

  /** With no other place than this directory. */
  public ArtifactStore(Path directory) throws ArtifactException {
    this(directory, ArtifactVault.NONE);
  }

  /**
   * Makes the directory where needed and removes what a crash left behind.
   *
   * @throws ArtifactException when the directory cannot be made or listed
   */
  public ArtifactStore(Path directory, ArtifactVault vault) throws ArtifactException {
    this.directory = directory;
    this.vault = vault;
    try {
      Files.createDirectories(directory);
      try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(directory, ".*.tmp")) {
        for (Path leftover : leftovers) {
          Files.deleteIfExists(leftover);
        }
      }
    } catch (IOException e) {
      throw new ArtifactException(
          "the artifact directory %s cannot be used: %s; make it a directory that this user may write to, or choose another with --state-dir"
              .formatted(directory, Trouble.of(e)),
          e);
    }
  }

  /**
   * The file of an artifact; brought back from the vault where needed, which may take its time.
   *
   * @throws UncheckedIOException when it is not there or damaged; says what to do
   */
  public Path path(Digest digest) {
    Path file = file(digest);
    try {
      checkContent(digest, file);
      return file;
    } catch (IOException e) {
      bringBack(digest, file, e);
      return file;
    }
  }

  private void bringBack(Digest digest, Path file, IOException missing) {
    try {
      if (fetch(digest)) {
        return;
      }
    } catch (IOException e) {
      missing.addSuppressed(e);
      throw new UncheckedIOException(
          "artifact %s cannot be used: %s; and it cannot be brought back: %s; it is tried again"
              .formatted(file, Trouble.of(missing), Trouble.of(e)),
          missing);
    }
    throw new UncheckedIOException(
        "artifact %s cannot be used: %s; put its JAR into the deploy directory again"
            .formatted(file, Trouble.of(missing)),
        missing);
  }

  private boolean fetch(Digest digest) throws IOException {
    Path temp = temp();
    try {
      try (OutputStream out = open(temp)) {
        if (!vault.fetch(digest, out)) {
          return false;
        }
      }
      Digest found = new Digest(Sha256.hex(temp));
      if (!found.equals(digest)) {
        throw new IOException(
            "what was kept as artifact %s has the digest %s, it is damaged; put its JAR into the deploy directory again"
                .formatted(digest.brief(), found.brief()));
      }
      publish(temp, digest);
      return true;
    } finally {
      Files.deleteIfExists(temp);
    }
  }

  /**
   * Makes an artifact of this store safe against the loss of this machine. Hold it meanwhile.
   *
   * @throws VaultException when that cannot be done now; says what to do
   */
  public void secure(Digest digest) throws VaultException {
    try {
      vault.keep(digest, file(digest));
    } catch (IOException e) {
      throw new VaultException(e);
    }
  }

  /** Whether an artifact is there and whole. */
  public boolean contains(Digest digest) {
    try {
      checkContent(digest, file(digest));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Deletes what is neither needed nor lies in the deploy directory. */
  public synchronized void retain(Set<Digest> needed) {
    try {
      for (Digest digest : listed()) {
        deleteUnlessNeeded(digest, needed);
      }
    } catch (IOException e) {
      log.warn(
          "artifacts in {} that are no longer needed stay there: {}", directory, Trouble.of(e));
    }
  }

  private void deleteUnlessNeeded(Digest digest, Set<Digest> needed) throws IOException {
    if (!needed.contains(digest) && !holds.containsKey(digest)) {
      trusted.remove(digest);
      Files.deleteIfExists(file(digest));
    }
  }

  /**
   * Copies a stream to a private file.
   *
   * @param most copying ends when there is more than this many bytes, which {@link Incoming#size}
   *     then shows
   * @throws StoreException when the store is at fault and not the stream
   */
  public Incoming receive(InputStream source, long most) throws IOException {
    Path temp = temp();
    try (OutputStream out = open(temp)) {
      Copied copied = Copied.copy(source, out, most);
      return new Incoming(this, temp, copied.digest(), copied.size());
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(temp);
      throw e;
    }
  }

  /** Begins a private file for bytes that come piece by piece. */
  public Slices receive() throws StoreException {
    return new Slices(this, temp());
  }

  /** All artifacts that are there, damaged ones too. */
  Set<Digest> digests() {
    try {
      return listed();
    } catch (IOException e) {
      log.warn("the artifacts in {} cannot be listed: {}", directory, Trouble.of(e));
      return Set.of();
    }
  }

  private Set<Digest> listed() throws IOException {
    Set<Digest> digests = new HashSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.jar")) {
      for (Path file : files) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (name.matches()) {
          digests.add(new Digest(name.group(1)));
        }
      }
    }
    return digests;
  }

  /**
   * Deletes an artifact that nobody holds or needs.
   *
   * @param needed asked while nobody can take hold of it
   * @return whether it is gone
   */
  synchronized boolean discard(Digest digest, Predicate<Digest> needed) {
    if (holds.containsKey(digest) || needed.test(digest)) {
      return false;
    }
    try {
      trusted.remove(digest);
      return Files.deleteIfExists(file(digest));
    } catch (IOException e) {
      log.warn("artifact {}, which nobody needs, stays there: {}", file(digest), Trouble.of(e));
      return false;
    }
  }

  private Path temp() {
    return directory.resolve(".incoming-" + sequence.incrementAndGet() + ".tmp");
  }

  private static OutputStream open(Path temp) throws StoreException {
    try {
      return Files.newOutputStream(temp);
    } catch (IOException e) {
      throw new StoreException(e);
    }
  }

  /** Holds an artifact once more, whether it is there yet or not. */
  public synchronized void hold(Digest digest) {
    holds.merge(digest, 1, Integer::sum);
  }

  /** Ends one hold. */
  public synchronized void release(Digest digest) {
    holds.computeIfPresent(digest, (d, count) -> count == 1 ? null : count - 1);
  }

  /** Whether somebody has it who is known to nobody else yet. */
  public synchronized boolean isHeld(Digest digest) {
    return holds.containsKey(digest);
  }

  /** Makes a copy the artifact, in one step; whatever was there was damaged. */
  void publish(Path temp, Digest digest) throws StoreException {
    try {
      Durable.sync(temp);
      Durable.rename(temp, file(digest));
      trusted.add(digest);
    } catch (IOException e) {
      throw new StoreException(e);
    }
  }

  private Path file(Digest digest) {
    return directory.resolve(digest.hex() + ".jar");
  }

  private void checkContent(Digest digest, Path file) throws IOException {
    if (trusted.contains(digest)) {
      return;
    }
    Digest found = new Digest(Sha256.hex(file));
    if (!found.equals(digest)) {
      throw new IOException("its content has the digest " + found.brief() + ", it is damaged");
    }
    trust(digest, file);
  }

  /** Unless it was deleted meanwhile. */
  private synchronized void trust(Digest digest, Path file) {
    if (Files.exists(file)) {
      trusted.add(digest);
    }
  }
}
