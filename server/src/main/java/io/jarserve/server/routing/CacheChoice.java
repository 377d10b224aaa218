package io.jarserve.server.routing;

import io.jarserve.server.metrics.DeploymentMeter;
import io.jarserve.server.model.CacheOptions;
import io.jarserve.server.model.Options;
import io.jarserve.server.model.ReplicaId;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which cache a deployment has, if any. A cache belongs to one generation. While two serve it is
 * that of the older one, so that an update does not leave all requests to the replicas at once;
 * when the last of those replicas has left there is a new one, and nothing of the old one is found
 * again. While no replica serves, what the last ones answered is there still.
 *
 * <p>One thread: that which follows the plan.
 */
final class CacheChoice {

  private final ResponseCache.Way way;
  private final DeploymentMeter meter;
  private final LongSupplier clock;
  private CacheOptions options = Options.defaults().responseCache();
  private Map<String, Object> userConfig = Map.of();
  private Map<ReplicaId, Long> generations = Map.of();
  private @Nullable ResponseCache current;

  CacheChoice(ResponseCache.Way way, DeploymentMeter meter, LongSupplier clock) {
    this.way = way;
    this.meter = meter;
    this.clock = clock;
  }

  /** Begins anew when answers may be others, or under other keys. */
  @Nullable ResponseCache options(Options newest) {
    CacheOptions wanted = newest.responseCache();
    if (wanted.equals(options) && newest.userConfig().equals(userConfig)) {
      return current;
    }
    options = wanted;
    userConfig = newest.userConfig();
    return anew();
  }

  /**
   * @param newest the generations of those that serve
   */
  @Nullable ResponseCache targets(Map<ReplicaId, Long> newest) {
    generations = newest;
    ResponseCache known = current;
    if (known == null || !(newest.isEmpty() || newest.containsValue(known.generation()))) {
      return anew();
    }
    known.own(of(known.generation()));
    return known;
  }

  /** An empty one, if there is to be one. */
  @Nullable ResponseCache anew() {
    current = null;
    if (options.isOn() && !generations.isEmpty()) {
      long generation = Collections.min(generations.values());
      CacheRules rules = new CacheRules(options);
      ResponseCache made = new ResponseCache(generation, rules, way, meter.cache(), clock);
      made.own(of(generation));
      current = made;
    }
    return current;
  }

  /** For one that is to serve no more. */
  @Nullable ResponseCache none() {
    generations = Map.of();
    return anew();
  }

  private Set<ReplicaId> of(long generation) {
    return generations.entrySet().stream()
        .filter(replica -> replica.getValue() == generation)
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }
}
