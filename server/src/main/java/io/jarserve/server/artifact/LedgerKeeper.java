package io.jarserve.server.artifact;

import io.jarserve.server.artifact.Standing.Believed;
import io.jarserve.server.artifact.store.ArtifactException;
import io.jarserve.server.files.Durable;
import io.jarserve.server.files.Trouble;
import io.jarserve.server.model.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the ledger of the deploy directory, and says which files are deleted. Owned by the
 * scanner's thread.
 *
 * <p>A file is in the ledger before anybody hears of it, and leaves it only when its deletion is
 * dealt with. Where no ledger can be written, the names are remembered under the state directory;
 * then a missing file counts as deleted only while another accepted one is still there.
 *
 * <p>What survives a crash: the ledger and the memory, each replaced in one step.
 */
final class LedgerKeeper {

  private static final Logger log = LoggerFactory.getLogger(LedgerKeeper.class);

  private final Path directory;
  private final Path memoryFile;
  private final Set<String> forgotten = new HashSet<>();
  private DoorMemory memory;
  private Optional<String> unwritable = Optional.empty();

  private LedgerKeeper(Path directory, Path memoryFile, DoorMemory memory) {
    this.directory = directory;
    this.memoryFile = memoryFile;
    this.memory = memory;
  }

  /**
   * Remembers what there is to remember of a directory.
   *
   * @throws ArtifactException when the state directory cannot be used
   */
  static LedgerKeeper open(Path directory, Path stateDir) throws ArtifactException {
    Path file = stateDir.resolve("deploy-directory.json");
    DoorMemory memory = DoorMemory.load(file, directory);
    try {
      Files.createDirectories(stateDir);
      if (!memory.isIn(file)) { // so a full disk keeps nobody from starting again
        memory.save(file); // before any ledger says that it is ours
      }
    } catch (IOException e) {
      throw new ArtifactException(
          "%s cannot be written: %s; make room there and make it writable for this user, or choose another with --state-dir"
              .formatted(file, Trouble.of(e)),
          e);
    }
    return new LedgerKeeper(directory, file, memory);
  }

  /** Whether this instance has used the directory before. */
  boolean knowsDirectory() {
    return memory.ledgerWritten() || !memory.unrecorded().isEmpty();
  }

  Standing standing(Sight sight) {
    return Standing.of(sight, memory);
  }

  /** What was accepted, earliest first, wherever it is written. */
  Map<String, Digest> known(Believed standing) {
    Map<String, Digest> known = new LinkedHashMap<>(standing.recorded());
    memory.unrecorded().forEach(known::putIfAbsent);
    known.keySet().removeAll(forgotten);
    return known;
  }

  /** Which of the missing files count as deleted. */
  Set<String> deleted(Believed standing, Set<String> missing, Set<String> acceptedFiles) {
    Set<String> deleted = new HashSet<>(missing);
    deleted.retainAll(known(standing).keySet());
    if (acceptedFiles.isEmpty()) {
      deleted.retainAll(standing.recorded().keySet());
    }
    return deleted;
  }

  /** These deletions are dealt with. A file that is there again stays in the ledger. */
  void forget(Set<String> names, Set<String> present) {
    names.stream().filter(name -> !present.contains(name)).forEach(forgotten::add);
  }

  /**
   * Writes down what was accepted, and takes out what is forgotten.
   *
   * @return whether all of that was written down already
   */
  boolean record(Sight sight, Believed standing, Map<String, Digest> accepted) {
    forgotten.removeAll(accepted.keySet());
    Map<String, Digest> files = known(standing);
    accepted.forEach(
        (name, digest) -> {
          if (!digest.equals(files.get(name))) {
            files.remove(name);
            files.put(name, digest);
          }
        });
    Optional<Ledger> wanted = Optional.of(Ledger.of(memory.instance(), files));
    if (!sight.ledger().equals(wanted)) {
      write(standing, files);
      return false;
    }
    if (!memory.ledgerWritten() || !memory.unrecorded().isEmpty()) {
      remember(memory.withLedger(Map.of()));
      return false;
    }
    return true;
  }

  private void write(Believed standing, Map<String, Digest> files) {
    try {
      Durable.replace(
          directory.resolve(Ledger.FILE), Ledger.of(memory.instance(), files).toBytes());
      told(standing, Optional.empty());
      remember(memory.withLedger(Map.of()));
      forgotten.clear();
    } catch (IOException e) {
      told(standing, Optional.of(Trouble.of(e)));
      Map<String, Digest> unrecorded = new LinkedHashMap<>(files);
      unrecorded.keySet().removeAll(standing.recorded().keySet());
      remember(memory.withUnrecorded(unrecorded));
    }
  }

  private void told(Believed standing, Optional<String> why) {
    if (why.isEmpty() && standing.takenUp()) {
      log.warn(
          "the deploy directory {} had lost its ledger and is taken up as it is; what is deployed and has no JAR there stays deployed",
          directory);
    }
    if (!why.equals(unwritable)) {
      unwritable = why;
      why.ifPresent(
          reason ->
              log.info(
                  "the deploy directory {} cannot be written to ({}): a file that vanishes there counts as deleted only while another is still there, and no {} files are written",
                  directory,
                  reason,
                  Sight.MARKER));
    }
  }

  private void remember(DoorMemory next) {
    if (next.equals(memory)) {
      return;
    }
    try {
      next.save(memoryFile);
      memory = next;
    } catch (IOException e) {
      log.warn("{} cannot be written and is tried again: {}", memoryFile, Trouble.of(e));
    }
  }
}
