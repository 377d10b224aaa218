package io.jarserve.server.checkpoint;

import io.jarserve.server.checkpoint.Envelope.DamagedException;
import io.jarserve.server.checkpoint.Envelope.UnknownFormatException;
import io.jarserve.server.json.Json;
import io.jarserve.server.json.JsonException;
import io.jarserve.server.model.WantedState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The wanted state as numbered objects of a {@link CheckpointStore}: {@code 000000123.json} and one
 * older copy.
 *
 * <p>A save makes the next number and then deletes what is older than the one before. The newest
 * object that is whole counts. A damaged one is passed over, with a warning; one that cannot be
 * read at all, or that a newer Jarserve wrote, stops the start instead: it may be good, and going
 * back behind it would lose what it holds.
 *
 * <p>Used by one thread. In memory: which numbers are taken and what was saved last. What survives
 * a crash: every state whose {@link #save} returned.
 */
public final class Checkpoints {

  private static final Logger log = LoggerFactory.getLogger(Checkpoints.class);
  private static final Pattern NAME = Pattern.compile("\\d{9,18}\\.json");
  private static final long NONE = 0;

  private final CheckpointStore store;
  private long highest = -1;
  private long verified = NONE;
  private Optional<WantedState> saved = Optional.empty();

  public Checkpoints(CheckpointStore store) {
    this.store = store;
  }

  /**
   * What was found.
   *
   * @param state empty when there is no checkpoint yet
   * @param warnings about objects that were passed over, to be said aloud
   */
  public record Loaded(WantedState state, List<String> warnings) {
    public Loaded {
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * The newest state that is whole. Call it before the first save.
   *
   * @throws CheckpointException when there are objects but none can be used
   */
  public Loaded load() throws CheckpointException {
    NavigableMap<Long, String> names = names();
    highest = names.isEmpty() ? NONE : names.lastKey();
    List<String> damaged = new ArrayList<>();
    for (var candidate : names.descendingMap().entrySet()) {
      try {
        WantedState state = read(candidate.getKey(), candidate.getValue());
        return found(candidate.getKey(), state, damaged);
      } catch (DamagedException e) {
        damaged.add(candidate.getValue() + " " + e.getMessage());
      }
    }
    if (!damaged.isEmpty()) {
      throw nothingUsable(damaged);
    }
    saved = Optional.of(WantedState.EMPTY);
    return new Loaded(WantedState.EMPTY, List.of());
  }

  /**
   * Makes that state the newest one. Does nothing when it is the newest already.
   *
   * @throws CheckpointException when it could not be written; then the older ones are as they were
   */
  public void save(WantedState state) throws CheckpointException {
    if (highest < 0) {
      throw new IllegalStateException("load() comes before save()");
    }
    if (saved.equals(Optional.of(state))) {
      return;
    }
    long number = highest + 1;
    write(nameOf(number), Envelope.wrap(number, Json.write(state)));
    long before = verified;
    highest = number;
    verified = number;
    saved = Optional.of(state);
    deleteAllBut(number, before);
  }

  private Loaded found(long number, WantedState state, List<String> damaged) {
    verified = number;
    saved = damaged.isEmpty() ? Optional.of(state) : Optional.empty();
    List<String> warnings =
        damaged.stream()
            .map(
                what ->
                    "checkpoint %s in %s; going on with the one before, %s"
                        .formatted(what, store.location(), nameOf(number)))
            .toList();
    return new Loaded(state, warnings);
  }

  private WantedState read(long number, String name) throws CheckpointException, DamagedException {
    try {
      byte[] content =
          store.get(name).orElseThrow(() -> new DamagedException("vanished while being read"));
      return Json.read(Envelope.unwrap(number, content), WantedState.class);
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
              .formatted(name, store.location(), e),
          e);
    }
  }

  private CheckpointException nothingUsable(List<String> damaged) {
    return new CheckpointException(
        "no checkpoint in %s can be used: %s; restore the directory from a backup, or move these files away to begin anew with what lies in the deploy directory"
            .formatted(store.location(), String.join("; ", damaged)),
        null);
  }

  private void write(String name, byte[] content) throws CheckpointException {
    try {
      if (!store.create(name, content) && !isOurs(name, content)) {
        throw new CheckpointException(
            "checkpoint %s in %s was written by someone else: another server uses the same state directory; stop one of them, or give each its own --state-dir"
                .formatted(name, store.location()),
            null);
      }
    } catch (IOException e) {
      throw new CheckpointException(
          "checkpoint %s cannot be written to %s: %s; make room there or make it writable for this user; until then the checkpoints before stay as they are"
              .formatted(name, store.location(), e),
          e);
    }
  }

  /** A try that seemed to fail may have got through. */
  private boolean isOurs(String name, byte[] content) throws IOException {
    return store.get(name).filter(there -> Arrays.equals(there, content)).isPresent();
  }

  private void deleteAllBut(long newest, long before) {
    try {
      for (var old : numbered(store.list()).entrySet()) {
        if (old.getKey() != before && old.getKey() < newest) {
          store.delete(old.getValue());
        }
      }
    } catch (IOException e) {
      log.warn(
          "old checkpoints in {} cannot be deleted and are kept until the next save: {}",
          store.location(),
          e.toString());
    }
  }

  private NavigableMap<Long, String> names() throws CheckpointException {
    try {
      return numbered(store.list());
    } catch (IOException e) {
      throw new CheckpointException(
          "the checkpoints in %s cannot be listed: %s; make it readable for this user"
              .formatted(store.location(), e),
          e);
    }
  }

  private static NavigableMap<Long, String> numbered(List<String> names) {
    NavigableMap<Long, String> numbered = new TreeMap<>(Comparator.naturalOrder());
    names.stream()
        .filter(name -> NAME.matcher(name).matches())
        .forEach(
            name ->
                numbered.put(
                    Long.valueOf(name.substring(0, name.length() - ".json".length())), name));
    return numbered;
  }

  private static String nameOf(long number) {
    return "%09d.json".formatted(number);
  }
}
