package io.jarserve.server.checkpoint;

import io.jarserve.server.checkpoint.Envelope.DamagedException;
import io.jarserve.server.checkpoint.NextNumber.Outcome;
import io.jarserve.server.files.Trouble;
import io.jarserve.server.model.Digest;
import io.jarserve.server.model.WantedState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The wanted state as numbered objects of a store: {@code state/000000123.json} and some before it.
 *
 * <p>A save makes the next number; {@link #tidy} then deletes what is too old. The newest object
 * that is whole counts. A damaged one is passed over, with a warning; one that cannot be read at
 * all, or that a newer Jarserve wrote, stops the start instead: it may be good, and going back
 * behind it would lose what it holds.
 *
 * <p>Whoever finds the next number taken by another server has lost: it never writes or deletes
 * anything again.
 *
 * <p>Used by one thread. In memory: which numbers are there and what they need, and what was saved
 * last. What survives a crash: every state whose {@link #save} returned.
 */
public final class Checkpoints {

  /** How many states stay, the newest included. */
  static final int KEPT = 10;

  private static final Logger log = LoggerFactory.getLogger(Checkpoints.class);
  private static final long NONE = 0;

  private final BoundedStore store;
  private final States states;
  private final NavigableMap<Long, Set<Digest>> whole = new TreeMap<>();
  private final TreeSet<Long> notUnderstood = new TreeSet<>();
  private final TreeSet<Long> there = new TreeSet<>();
  private Optional<NextNumber> next = Optional.empty();
  private Optional<WantedState> saved = Optional.empty();
  private Optional<String> lost = Optional.empty();

  public Checkpoints(BoundedStore store) {
    this.store = store;
    this.states = new States(store);
  }

  /**
   * What was found.
   *
   * @param number of the state; 0 when there is none yet
   * @param state empty when there is no checkpoint yet
   * @param warnings about objects that were passed over, to be said aloud
   */
  public record Loaded(long number, WantedState state, List<String> warnings) {
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
    NavigableMap<Long, String> names = states.names();
    next = Optional.of(new NextNumber(store, 1 + (names.isEmpty() ? NONE : names.lastKey())));
    there.addAll(names.keySet());
    List<String> damaged = new ArrayList<>();
    for (var candidate : names.descendingMap().entrySet()) {
      try {
        WantedState state = states.read(candidate.getKey(), candidate.getValue());
        noteWhole(candidate.getKey(), state);
        noteOlder(names.headMap(candidate.getKey(), false));
        return found(candidate.getKey(), state, damaged);
      } catch (DamagedException e) {
        damaged.add(candidate.getValue() + " " + e.getMessage());
      }
    }
    if (!damaged.isEmpty()) {
      throw nothingUsable(damaged);
    }
    saved = Optional.of(WantedState.EMPTY);
    return new Loaded(NONE, WantedState.EMPTY, List.of());
  }

  /**
   * Makes that state the newest one. Does nothing when it is the newest already.
   *
   * @throws CheckpointException when it could not be written; then the older ones are as they were
   */
  public void save(WantedState state) throws CheckpointException {
    if (next.isEmpty()) {
      throw new IllegalStateException("load() comes before save()");
    }
    while (!saved.equals(Optional.of(state))) {
      if (lost.isPresent()) {
        throw new CheckpointException(lost.get(), null);
      }
      take(next.get(), state);
    }
  }

  /** Deletes what is too old. What cannot be deleted is tried again at the next call. */
  public void tidy() {
    if (lost.isPresent()) {
      return;
    }
    try {
      for (long old : List.copyOf(tooOld())) {
        store.delete(States.name(old));
        there.remove(old);
        notUnderstood.remove(old);
        whole.remove(old);
      }
    } catch (IOException e) {
      if (!Thread.currentThread().isInterrupted()) { // else the server stops
        log.warn(
            "old checkpoints in {} cannot be deleted and are kept until the next save: {}",
            store.location(),
            Trouble.of(e));
      }
    }
  }

  /**
   * The artifacts that the kept states need.
   *
   * @return empty when that is not known, because a kept state is not understood
   */
  public Optional<Set<Digest>> needed() {
    if (!notUnderstood.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        whole.values().stream()
            .flatMap(Collection::stream)
            .collect(Collectors.toUnmodifiableSet()));
  }

  /** Whether the newest object is this one's own or was loaded by it, as far as can be seen. */
  public boolean isNewest() throws CheckpointException {
    NavigableMap<Long, String> names = states.names();
    return lost.isEmpty()
        && next.isPresent()
        && (names.isEmpty() || names.lastKey() < next.get().number());
  }

  private void take(NextNumber number, WantedState state) throws CheckpointException {
    try {
      Outcome outcome = number.take(state);
      if (outcome instanceof Outcome.Lost) {
        lost = Optional.of(lostMessage(number.number()));
        return;
      }
      next = Optional.of(new NextNumber(store, number.number() + 1));
      if (outcome instanceof Outcome.Written written) {
        noteWhole(number.number(), written.state());
        saved = Optional.of(written.state());
      } else {
        log.warn(
            "{} in {} holds no checkpoint and is passed over",
            States.name(number.number()),
            store.location());
      }
    } catch (IOException e) {
      throw new CheckpointException(
          "checkpoint %s cannot be written to %s: %s; make room there and make it reachable and writable for this user; until then the checkpoints before stay as they are"
              .formatted(States.name(number.number()), store.location(), Trouble.of(e)),
          e);
    }
  }

  private String lostMessage(long number) {
    return "checkpoint %s in %s was written by another server: two use the same place, and this one changes nothing any more and serves on with what it has; give each its own --checkpoint-path or --state-dir, and start this one again"
        .formatted(States.name(number), store.location());
  }

  private void noteWhole(long number, WantedState state) {
    whole.put(number, state.digests());
    there.add(number);
  }

  /** What artifacts they need, as far back as they are kept. */
  private void noteOlder(NavigableMap<Long, String> older) {
    for (var candidate : older.descendingMap().entrySet()) {
      if (whole.size() == KEPT) {
        return;
      }
      try {
        noteWhole(candidate.getKey(), states.read(candidate.getKey(), candidate.getValue()));
      } catch (DamagedException e) {
        log.debug("{} {}", candidate.getValue(), e.getMessage());
      } catch (CheckpointException e) {
        notUnderstood.add(candidate.getKey());
      }
    }
  }

  /**
   * Everything below the newest that are whole; a damaged one between them may tell a person why.
   */
  private Set<Long> tooOld() {
    long oldestKept =
        whole.descendingKeySet().stream().limit(KEPT).reduce((a, b) -> b).orElse(Long.MIN_VALUE);
    return there.headSet(oldestKept);
  }

  private Loaded found(long number, WantedState state, List<String> damaged) {
    saved = damaged.isEmpty() ? Optional.of(state) : Optional.empty();
    List<String> warnings =
        damaged.stream()
            .map(
                what ->
                    "checkpoint %s in %s; going on with the one before, %s"
                        .formatted(what, store.location(), States.name(number)))
            .toList();
    return new Loaded(number, state, warnings);
  }

  private CheckpointException nothingUsable(List<String> damaged) {
    return new CheckpointException(
        "no checkpoint in %s can be used: %s; restore the directory from a backup, or move these files away to begin anew with what lies in the deploy directory"
            .formatted(store.location(), String.join("; ", damaged)),
        null);
  }
}
