package io.jarserve.server.checkpoint;

import io.jarserve.server.checkpoint.Envelope.DamagedException;
import io.jarserve.server.checkpoint.NextNumber.Outcome;
import io.jarserve.server.files.Sha256;
import io.jarserve.server.files.Trouble;
import io.jarserve.server.model.Digest;
import io.jarserve.server.model.WantedState;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Looks at what is at a checkpoint path, for people, and makes an older state the newest again.
 * Deletes nothing. Used by one thread, while no server needs to run.
 */
public final class Inspection {

  private final BoundedStore store;
  private final States states;

  public Inspection(BoundedStore store) {
    this.store = store;
    this.states = new States(store);
  }

  /**
   * One numbered object.
   *
   * @param state empty when it is not whole or not understood
   * @param problem what is wrong with it; empty when nothing is
   */
  public record Entry(long number, Optional<WantedState> state, Optional<String> problem) {}

  /** All of them, newest first. */
  public List<Entry> entries() throws CheckpointException {
    List<Entry> entries = new ArrayList<>();
    for (var object : states.names().descendingMap().entrySet()) {
      entries.add(entry(object.getKey(), object.getValue()));
    }
    return entries;
  }

  /**
   * Reads every one of these artifacts.
   *
   * @return what is wrong, by digest; nothing for those that are there and whole
   */
  public Map<Digest, String> problems(Set<Digest> artifacts) {
    Map<Digest, String> problems = new TreeMap<>();
    for (Digest digest : artifacts) {
      problem(digest).ifPresent(problem -> problems.put(digest, problem));
    }
    return problems;
  }

  /**
   * Makes a state the newest again.
   *
   * @return the number that it has now
   * @throws CheckpointException when there is none such, or it would not serve
   */
  public long restore(long number) throws CheckpointException {
    NavigableMap<Long, String> names = states.names();
    if (!names.containsKey(number)) {
      throw new CheckpointException(
          "there is no checkpoint %s in %s; there are %s"
              .formatted(number, store.location(), names.keySet()),
          null);
    }
    Entry chosen = entry(number, States.name(number));
    WantedState state = chosen.state().orElseThrow(() -> unusable(number, chosen.problem()));
    Map<Digest, String> problems = problems(state.digests());
    if (!problems.isEmpty()) {
      throw unusable(number, Optional.of(problems.toString()));
    }
    return write(new NextNumber(store, names.lastKey() + 1), state);
  }

  private long write(NextNumber next, WantedState state) throws CheckpointException {
    try {
      if (next.take(state) instanceof Outcome.Written) {
        return next.number();
      }
    } catch (IOException e) {
      throw new CheckpointException(
          "checkpoint %s cannot be written to %s: %s"
              .formatted(next.number(), store.location(), Trouble.of(e)),
          e);
    }
    throw new CheckpointException(
        "checkpoint %s in %s was written by a server meanwhile; stop it and try again"
            .formatted(next.number(), store.location()),
        null);
  }

  private CheckpointException unusable(long number, Optional<String> problem) {
    return new CheckpointException(
        "checkpoint %s in %s cannot be restored: %s; choose another"
            .formatted(number, store.location(), problem.orElse("")),
        null);
  }

  private Entry entry(long number, String name) {
    try {
      return new Entry(number, Optional.of(states.read(number, name)), Optional.empty());
    } catch (DamagedException | CheckpointException e) {
      return new Entry(number, Optional.empty(), Optional.of(String.valueOf(e.getMessage())));
    }
  }

  private Optional<String> problem(Digest digest) {
    MessageDigest sum = Sha256.begin();
    try {
      OutputStream summing = new DigestOutputStream(OutputStream.nullOutputStream(), sum);
      if (!store.copy(ArtifactObjects.name(digest), summing, Long.MAX_VALUE)) {
        return Optional.of("is not there");
      }
      String found = Sha256.end(sum);
      return found.equals(digest.hex())
          ? Optional.empty()
          : Optional.of("has the digest " + found.substring(0, 12) + ", it is damaged");
    } catch (IOException e) {
      return Optional.of("cannot be read: " + Trouble.of(e));
    }
  }
}
