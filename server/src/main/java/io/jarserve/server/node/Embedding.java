package io.jarserve.server.node;

import io.jarserve.server.model.Digest;
import io.jarserve.server.replica.Influence;
import io.jarserve.server.time.Time;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * What code that embeds a server can set and an operator cannot.
 *
 * @param time that the server lives by
 * @param settle how long a file of the deploy directory must stay the same before it is looked
 *     into; short where files appear whole
 * @param parting how long connections without a request may stay open when the server closes; short
 *     where the only clients are done by then
 * @param influence on replicas
 * @param passing the JARs of artifacts that end with this process: they are in no store, and what
 *     serves them is in no checkpoint; called by any thread
 * @param owns whether the code deploys applications that are its own: nobody else may change them
 *     while it is there
 * @param endsProcess whether the process is there for the server alone, and ends with it
 */
public record Embedding(
    Time time,
    Duration settle,
    Duration parting,
    Influence influence,
    Function<Digest, Optional<Path>> passing,
    boolean owns,
    boolean endsProcess) {

  /** As in production, in a process that may go on. */
  public static final Embedding NONE =
      new Embedding(
          Time.SYSTEM,
          Duration.ofMillis(100),
          Duration.ofMillis(200),
          Influence.NONE,
          digest -> Optional.empty(),
          false,
          false);

  /** A process that is there for the server alone. */
  static final Embedding OWN_PROCESS =
      new Embedding(
          NONE.time, NONE.settle, NONE.parting, NONE.influence, NONE.passing, false, true);

  /** For code that owns no applications. */
  public Embedding(
      Time time,
      Duration settle,
      Duration parting,
      Influence influence,
      Function<Digest, Optional<Path>> passing) {
    this(time, settle, parting, influence, passing, false, false);
  }

  /** As in production, for a program with deployments that are part of it. */
  public static Embedding of(Influence influence, Function<Digest, Optional<Path>> passing) {
    return new Embedding(NONE.time, NONE.settle, NONE.parting, influence, passing, true, false);
  }
}
