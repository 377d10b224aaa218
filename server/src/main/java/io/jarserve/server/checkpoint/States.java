package io.jarserve.server.checkpoint;

import io.jarserve.server.checkpoint.Envelope.DamagedException;
import io.jarserve.server.checkpoint.Envelope.UnknownFormatException;
import io.jarserve.server.files.Trouble;
import io.jarserve.server.json.Json;
import io.jarserve.server.json.JsonException;
import io.jarserve.server.model.WantedState;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The numbered objects that hold states: their names, and what is in them. Keeps nothing. */
final class States {

  private static final Logger log = LoggerFactory.getLogger(States.class);

  static final String FOLDER = "state/";

  /** A state with ten thousand applications has about ten million bytes. */
  static final int MOST_BYTES = 256 * 1024 * 1024;

  private static final int MOST_LOOKS = 3;
  private static final String END = ".json";
  private static final Pattern NAME = Pattern.compile("state/\\d{9,18}\\.json");

  private final BoundedStore store;

  States(BoundedStore store) {
    this.store = store;
  }

  static String name(long number) {
    return FOLDER + String.format(Locale.ROOT, "%09d", number) + END; // some write other digits
  }

  /** The names by number; whatever else lies there is passed over. */
  NavigableMap<Long, String> names() throws CheckpointException {
    try {
      return numbered(store.list(FOLDER));
    } catch (IOException e) {
      throw new CheckpointException(
          "the checkpoints in %s cannot be listed: %s; make it reachable and readable for this user"
              .formatted(store.location(), Trouble.of(e)),
          e);
    }
  }

  /**
   * The state in an object. What seems to be damaged is read again: it may be the way here.
   *
   * @throws DamagedException when it is not whole
   * @throws CheckpointException when it cannot be read, or may be good and cannot be understood
   */
  WantedState read(long number, String name) throws CheckpointException, DamagedException {
    try {
      return Json.read(unwrap(number, name), WantedState.class);
    } catch (UnknownFormatException e) {
      throw new CheckpointException(
          "checkpoint %s in %s %s; start the version of Jarserve that wrote it, or move this file away to go on with the one before"
              .formatted(name, store.location(), e.getMessage()),
          e);
    } catch (JsonException e) {
      throw new CheckpointException(
          "checkpoint %s in %s is whole but cannot be understood: %s; start the version of Jarserve that wrote it, or move this file away to go on with the one before"
              .formatted(name, store.location(), e.getMessage()),
          e);
    } catch (IOException e) {
      throw new CheckpointException(
          "checkpoint %s in %s cannot be read: %s; give this user the right to read it, or move it away to go on with the one before"
              .formatted(name, store.location(), Trouble.of(e)),
          e);
    }
  }

  private byte[] unwrap(long number, String name)
      throws IOException, DamagedException, UnknownFormatException {
    for (int look = 1; look < MOST_LOOKS; look++) {
      try {
        return Envelope.unwrap(number, bytes(name));
      } catch (DamagedException again) {
        log.debug("{} {}", name, again.getMessage());
      }
    }
    return Envelope.unwrap(number, bytes(name));
  }

  private byte[] bytes(String name) throws IOException, DamagedException {
    return store
        .get(name, MOST_BYTES)
        .orElseThrow(() -> new DamagedException("vanished while being read"));
  }

  private static NavigableMap<Long, String> numbered(List<String> names) {
    NavigableMap<Long, String> numbered = new TreeMap<>(Comparator.naturalOrder());
    names.stream()
        .filter(name -> NAME.matcher(name).matches())
        .forEach(name -> numbered.put(number(name), name));
    return numbered;
  }

  private static Long number(String name) {
    return Long.valueOf(name.substring(FOLDER.length(), name.length() - END.length()));
  }
}
