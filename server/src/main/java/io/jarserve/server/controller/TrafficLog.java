package io.jarserve.server.controller;

import io.jarserve.server.metrics.TrafficCounts;
import io.jarserve.server.model.ApplicationSpec;
import io.jarserve.server.model.DeploymentId;
import io.jarserve.server.model.DeploymentSpec;
import io.jarserve.server.model.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What the meters said lately of applications with a bake time: enough to say how they fared over
 * any part of one bake time. Counting goes on where it always did; here are only looks at the
 * counts, twenty in a bake time. Immutable; lost in a restart, as the counts are.
 *
 * @param samples by application, oldest first
 */
record TrafficLog(Map<String, List<Sample>> samples) {

  static final TrafficLog EMPTY = new TrafficLog(Map.of());

  private static final int LOOKS = 20;
  private static final Duration LEAST = Duration.ofMillis(50);

  /** One look at the meters, by deployment. */
  record Sample(Instant at, Map<String, TrafficCounts> counts) {
    TrafficCounts of(String deployment) {
      return counts.getOrDefault(deployment, TrafficCounts.NONE);
    }
  }

  TrafficLog {
    samples = Collections.unmodifiableMap(new HashMap<>(samples));
  }

  /** After a look at the meters of all applications whose turn it is. */
  TrafficLog sampled(
      Collection<AppState> apps, Function<DeploymentId, TrafficCounts> meters, Instant now) {
    Map<String, List<Sample>> changed = new HashMap<>();
    for (AppState app : apps) {
      if (isWatched(app)) {
        boolean isDue = !dueAt(app).isAfter(now);
        changed.put(app.name(), isDue ? looked(app, meters, now) : of(app.name()));
      }
    }
    return changed.equals(samples) ? this : new TrafficLog(changed);
  }

  private List<Sample> looked(
      AppState app, Function<DeploymentId, TrafficCounts> meters, Instant now) {
    Map<String, TrafficCounts> counts = new HashMap<>();
    specs(app)
        .flatMap(spec -> spec.deployments().stream().map(DeploymentSpec::name))
        .distinct()
        .forEach(name -> counts.put(name, meters.apply(new DeploymentId(app.name(), name))));
    Instant oldest = now.minus(time(app)).minus(period(app).multipliedBy(2));
    List<Sample> kept = new ArrayList<>(of(app.name()));
    kept.removeIf(sample -> sample.at().isBefore(oldest));
    kept.add(new Sample(now, Map.copyOf(counts)));
    return List.copyOf(kept);
  }

  /** When the meters must be looked at next. */
  Stream<Instant> dueAt(Collection<AppState> apps) {
    return apps.stream().filter(TrafficLog::isWatched).map(this::dueAt);
  }

  private Instant dueAt(AppState app) {
    return newest(app.name()).map(sample -> sample.at().plus(period(app))).orElse(Instant.MIN);
  }

  private static boolean isWatched(AppState app) {
    return !app.deleting() && !time(app).isZero();
  }

  private static Duration time(AppState app) {
    return specs(app).map(Baking::time).reduce(Duration.ZERO, Baking::longer);
  }

  private static Duration period(AppState app) {
    return Baking.longer(LEAST, time(app).dividedBy(LOOKS));
  }

  private static Stream<ApplicationSpec> specs(AppState app) {
    return Stream.concat(Stream.of(app.hard().wanted()), app.hard().lastGood().stream());
  }

  /** How a deployment fared from the first look after that moment to the newest one. */
  Traffic since(String application, String deployment, Instant from) {
    Optional<Sample> first =
        of(application).stream().filter(sample -> !sample.at().isBefore(from)).findFirst();
    return first
        .map(
            sample ->
                newest(application).orElse(sample).of(deployment).since(sample.of(deployment)))
        .map(TrafficLog::traffic)
        .orElse(Traffic.NONE);
  }

  private static Traffic traffic(TrafficCounts counts) {
    long requests = counts.requests();
    return requests <= 0
        ? Traffic.NONE
        : new Traffic(
            requests,
            Math.min(counts.failed(), requests),
            counts.seconds() / requests,
            counts.medianBound());
  }

  private List<Sample> of(String application) {
    return samples.getOrDefault(application, List.of());
  }

  private Optional<Sample> newest(String application) {
    List<Sample> all = of(application);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }
}
