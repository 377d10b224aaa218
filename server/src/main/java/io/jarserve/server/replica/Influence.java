package io.jarserve.server.replica;

import io.jarserve.server.model.Digest;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.plugin.Host;
import java.util.Optional;
import java.util.function.Function;

/**
 * What whoever embeds the server does to its replicas. Called by any thread; must be short and
 * never throw.
 *
 * @param hosts who has the classes of an artifact when its JAR does not; must live at least as long
 *     as the server
 * @param sickness why the health check of a replica fails whatever the deployment says; asked at
 *     each check but the first
 */
public record Influence(
    Function<Digest, Optional<Host>> hosts, Function<ReplicaId, Optional<String>> sickness) {

  /** None: as in production. */
  public static final Influence NONE =
      new Influence(any -> Optional.empty(), any -> Optional.empty());
}
