package io.jarserve.server.artifact;

import io.jarserve.server.model.Digest;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Whether what a look at the deploy directory shows can be believed, and which files it should
 * show. Pure.
 */
sealed interface Standing {

  /** Not to be believed, and why. */
  record Doubted(String problem) implements Standing {}

  /**
   * To be believed.
   *
   * @param recorded what the directory's own ledger lists
   * @param takenUp whether a ledger should be there and is not: the directory was put there by hand
   */
  record Believed(Map<String, Digest> recorded, boolean takenUp) implements Standing {
    public Believed {
      recorded = new LinkedHashMap<>(recorded);
    }
  }

  static Standing of(Sight sight, DoorMemory memory) {
    if (sight.trouble().isPresent()) {
      return new Doubted(sight.trouble().get());
    }
    if (sight.ledger().isPresent()) {
      return withLedger(sight.ledger().get(), memory);
    }
    boolean known = memory.ledgerWritten() || !memory.unrecorded().isEmpty();
    if (known && !sight.hasJars()) {
      return new Doubted(
          "the deploy directory %s is empty and its ledger %s is gone, as when a mount is missing; bring the files back; what is deployed stays as it is (to undeploy an application, put its JAR there once more and delete it)"
              .formatted(memory.directory(), Ledger.FILE));
    }
    return new Believed(Map.of(), memory.ledgerWritten());
  }

  private static Standing withLedger(Ledger ledger, DoorMemory memory) {
    boolean ours = ledger.instance().equals(memory.instance());
    if (!ours && memory.ledgerWritten()) {
      return new Doubted(
          "the deploy directory %s is in the hands of another instance (%s, this is %s); give each its own, or delete %s in it if that one is gone for good; no deletion counts until then"
              .formatted(memory.directory(), ledger.instance(), memory.instance(), Ledger.FILE));
    }
    return new Believed(ledger.files(), false);
  }
}
