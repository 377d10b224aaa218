package io.jarserve.server.node;

import io.jarserve.server.replica.Influence;
import io.jarserve.server.time.Time;
import java.time.Duration;

/**
 * What code that embeds a server can set and an operator cannot.
 *
 * @param time that the server lives by
 * @param settle how long a file of the deploy directory must stay the same before it is looked
 *     into; short where files appear whole
 * @param parting how long connections without a request may stay open when the server closes; short
 *     where the only clients are done by then
 * @param influence on replicas
 */
public record Embedding(Time time, Duration settle, Duration parting, Influence influence) {

  /** As in production. */
  public static final Embedding NONE =
      new Embedding(Time.SYSTEM, Duration.ofMillis(100), Duration.ofMillis(200), Influence.NONE);
}
