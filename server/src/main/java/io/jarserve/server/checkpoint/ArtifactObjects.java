package io.jarserve.server.checkpoint;

import io.jarserve.server.files.Trouble;
import io.jarserve.server.model.Digest;
import io.jarserve.store.Content;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The artifacts beside the states, as {@code artifacts/<sha256>.jar}; none is uploaded twice.
 *
 * <p>One is deleted only when no kept state needed it after two saves of this server in a row. So a
 * second server that uploads it in between, for a state of its own, has either taken the next
 * number, and then this one never gets there; or has not, and then it has lost.
 *
 * <p>Any thread. In memory: which artifacts are known to be there. What survives a crash: every
 * artifact whose {@link #keep} returned.
 */
public final class ArtifactObjects {

  static final String FOLDER = "artifacts/";

  private static final Pattern NAME = Pattern.compile("artifacts/([0-9a-f]{64})\\.jar");

  private final BoundedStore store;
  private final long mostBytes;
  private final Set<Digest> there = ConcurrentHashMap.newKeySet();
  private final Set<Digest> unneededBefore = new HashSet<>();

  /** Read: what is there stays. Write: one that nobody needs is being deleted. */
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  /**
   * @param mostBytes that an artifact may have
   */
  public ArtifactObjects(BoundedStore store, long mostBytes) {
    this.store = store;
    this.mostBytes = mostBytes;
  }

  static String name(Digest digest) {
    return FOLDER + digest.hex() + ".jar";
  }

  /**
   * Looks what is there. Call it first.
   *
   * @throws CheckpointException when that cannot be seen
   */
  public void load() throws CheckpointException {
    try {
      there.addAll(list());
    } catch (IOException e) {
      throw cannotBeListed(e);
    }
  }

  private CheckpointException cannotBeListed(IOException e) {
    return new CheckpointException(
        "the artifacts in %s cannot be listed: %s; make it reachable and readable for this user"
            .formatted(store.location(), Trouble.of(e)),
        e);
  }

  /** The artifacts that are there now, whoever brought them. */
  List<Digest> list() throws IOException {
    return store.list(FOLDER).stream().flatMap(ArtifactObjects::digest).toList();
  }

  /**
   * Brings an artifact there, unless it is known to be; when this returned, it is safe.
   *
   * @param file with its bytes
   * @throws IOException says what went wrong and what to do
   */
  public void keep(Digest digest, Path file) throws IOException {
    lock.readLock().lock();
    try {
      if (!there.contains(digest)) {
        boolean unused = store.create(name(digest), Content.of(file));
        there.add(digest);
      }
    } catch (IOException e) {
      throw new IOException(
          "artifact %s cannot be written to %s: %s; make room there and make it reachable and writable for this user"
              .formatted(digest.brief(), store.location(), Trouble.of(e)),
          e);
    } finally {
      lock.readLock().unlock();
    }
  }

  /**
   * Copies an artifact from there; the caller checks its digest.
   *
   * @return false when it is not there
   */
  public boolean fetch(Digest digest, OutputStream target) throws IOException {
    return store.copy(name(digest), target, mostBytes);
  }

  /** Whether it is known to be there. */
  public boolean has(Digest digest) {
    return there.contains(digest);
  }

  /**
   * Deletes what nobody needed after the save before, and nobody needs now. Called after each save.
   *
   * @param needed by a kept state, or by what is about to be deployed
   * @param stillOurs asked once there is something to delete
   * @throws CheckpointException when it cannot be deleted or must not be; after the next save, then
   */
  public void sweep(Predicate<Digest> needed, Owner stillOurs) throws CheckpointException {
    Set<Digest> unneeded = new HashSet<>(there);
    unneeded.removeIf(needed);
    Set<Digest> twice = new HashSet<>(unneeded);
    twice.retainAll(unneededBefore);
    unneededBefore.clear();
    unneededBefore.addAll(unneeded);
    if (!twice.isEmpty() && stillOurs.check()) {
      deleteUnlessNeeded(twice, needed);
    }
  }

  /**
   * Which of these are no longer there: somebody deleted them. They are brought there again when
   * they are kept again.
   */
  public Set<Digest> vanished(Set<Digest> needed) throws CheckpointException {
    try {
      Set<Digest> vanished = new HashSet<>(needed);
      vanished.retainAll(there);
      list().forEach(vanished::remove);
      there.removeAll(vanished);
      return vanished;
    } catch (IOException e) {
      throw cannotBeListed(e);
    }
  }

  /** Says whether nobody else has saved since. */
  public interface Owner {
    boolean check() throws CheckpointException;
  }

  private void deleteUnlessNeeded(Set<Digest> unneeded, Predicate<Digest> needed)
      throws CheckpointException {
    try {
      for (Digest digest : unneeded) {
        deleteUnlessNeeded(digest, needed);
      }
    } catch (IOException e) {
      throw new CheckpointException(
          "artifacts in %s that are no longer needed cannot be deleted and stay until the next save: %s"
              .formatted(store.location(), Trouble.of(e)),
          e);
    }
  }

  private void deleteUnlessNeeded(Digest digest, Predicate<Digest> needed) throws IOException {
    if (!lock.writeLock().tryLock()) {
      return; // something is being uploaded, which may take long; after the next save, then
    }
    try {
      if (!needed.test(digest)) {
        there.remove(digest);
        store.delete(name(digest));
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  private static Stream<Digest> digest(String name) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches() ? Stream.of(new Digest(matcher.group(1))) : Stream.empty();
  }
}
