package io.jarserve.server.artifact;

import io.jarserve.server.json.Json;
import io.jarserve.server.json.JsonException;
import io.jarserve.server.model.Digest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the deploy directory itself knows of the files that were accepted from it. It lies in the
 * directory, so it vanishes with it: that tells a mount that is gone from files that were deleted.
 *
 * @param note for whoever finds the file
 * @param instance whose ledger it is
 * @param files what was accepted last from each name, earliest first
 */
record Ledger(String note, String instance, Map<String, Digest> files) {

  static final String FILE = ".jarserve-ledger.json";

  private static final String NOTE =
      "Written by Jarserve, which tells by it a deleted JAR from a vanished directory. Leave it here.";

  Ledger {
    files = new LinkedHashMap<>(files);
  }

  static Ledger of(String instance, Map<String, Digest> files) {
    return new Ledger(NOTE, instance, files);
  }

  byte[] toBytes() {
    return (Json.pretty(this) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** Empty when the bytes are no ledger. */
  static Optional<Ledger> read(byte[] content) {
    try {
      Ledger ledger = Json.read(content, Ledger.class);
      return Optional.ofNullable(ledger.instance).map(instance -> ledger);
    } catch (JsonException e) {
      return Optional.empty();
    }
  }
}
