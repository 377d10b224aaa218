package io.jarserve.server.artifact;

import io.jarserve.server.artifact.store.ArtifactException;
import io.jarserve.server.files.Durable;
import io.jarserve.server.files.Trouble;
import io.jarserve.server.json.Json;
import io.jarserve.server.json.JsonException;
import io.jarserve.server.model.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * What an instance remembers of its deploy directory, under its state directory: that a ledger must
 * be there, and what no ledger could take because the directory is read-only.
 *
 * @param instance told apart from others that may have used the directory
 * @param directory that all of this is about
 * @param ledgerWritten whether a ledger of this instance was ever there
 * @param unrecorded what was accepted and is in no ledger, earliest first
 */
record DoorMemory(
    String instance, String directory, boolean ledgerWritten, Map<String, Digest> unrecorded) {

  DoorMemory {
    unrecorded = new LinkedHashMap<>(unrecorded);
  }

  /**
   * What was remembered of that directory; of another one, only who we are.
   *
   * @throws ArtifactException when the file is there but cannot be read
   */
  static DoorMemory load(Path file, Path directory) throws ArtifactException {
    String name = directory.toAbsolutePath().normalize().toString();
    try {
      DoorMemory found = Json.read(Files.readAllBytes(file), DoorMemory.class);
      return found.directory.equals(name) ? found : fresh(found.instance, name);
    } catch (NoSuchFileException e) {
      return fresh(UUID.randomUUID().toString(), name);
    } catch (IOException | JsonException e) {
      throw new ArtifactException(
          "%s, which remembers what was deployed from %s, cannot be read: %s; restore it from a backup, or delete it to take the directory as it is"
              .formatted(file, directory, Trouble.of(e)),
          e);
    }
  }

  private static DoorMemory fresh(String instance, String directory) {
    return new DoorMemory(instance, directory, false, Map.of());
  }

  void save(Path file) throws IOException {
    Durable.replace(file, toBytes());
  }

  /** Whether a file holds just this. */
  boolean isIn(Path file) throws IOException {
    return Files.exists(file) && Arrays.equals(Files.readAllBytes(file), toBytes());
  }

  private byte[] toBytes() {
    return (Json.pretty(this) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  DoorMemory withLedger(Map<String, Digest> notInIt) {
    return new DoorMemory(instance, directory, true, notInIt);
  }

  DoorMemory withUnrecorded(Map<String, Digest> names) {
    return new DoorMemory(instance, directory, ledgerWritten, names);
  }
}
