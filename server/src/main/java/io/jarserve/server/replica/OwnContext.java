package io.jarserve.server.replica;

import io.jarserve.api.BatchFunction;
import io.jarserve.api.BatchOptions;
import io.jarserve.api.BatchResult;
import io.jarserve.api.Batcher;
import io.jarserve.api.CurrentRequest;
import io.jarserve.api.DeploymentHandle;
import io.jarserve.api.ModelLoader;
import io.jarserve.api.Multiplexed;
import io.jarserve.api.ReplicaContext;
import io.jarserve.server.metrics.AuthorMeters;
import io.jarserve.server.metrics.DeploymentMeter;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.plan.Assignment;
import io.jarserve.server.replica.batch.OwnBatcher;
import io.jarserve.server.replica.handle.Handles;
import io.jarserve.server.replica.models.HeldModels;
import io.jarserve.server.replica.models.OwnModels;
import io.jarserve.server.replica.request.CurrentCall;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a replica is told about itself, and what it is lent. Any thread. */
final class OwnContext implements ReplicaContext {

  private static final int MOST_OF_A_KIND = 100;

  private final ReplicaId id;
  private final String version;
  private final Logger logger;
  private final DeploymentMeter meter;
  private final OwnExecutor executor;
  private final TempDirectory tempDirectory;
  private final Handles handles;
  private final List<OwnBatcher<?, ?, ?>> batchers = new CopyOnWriteArrayList<>();
  private final HeldModels models = new HeldModels();
  private volatile OwnUserConfig userConfig;
  private volatile Optional<String> routePrefix;

  /** Guarded by this; null until they are asked for. */
  private @Nullable AuthorMeters meters;

  OwnContext(
      Callee self,
      Assignment assignment,
      OwnUserConfig startedWith,
      Path workDir,
      Handles handles) {
    this.id = self.id();
    this.version = assignment.version();
    this.routePrefix = assignment.deployment().options().routePrefix();
    this.logger = LoggerFactory.getLogger(id.application() + "." + id.deployment());
    this.meter = self.meter();
    this.executor = new OwnExecutor(id, self.threads());
    this.tempDirectory = new TempDirectory(id, workDir);
    this.handles = handles;
    this.userConfig = startedWith;
  }

  /** The deployment accepted it. */
  void accepted(OwnUserConfig config) {
    userConfig = config;
  }

  /** It may be reached by another route prefix. */
  void routed(Optional<String> prefix) {
    routePrefix = prefix;
  }

  /** The models that it holds. */
  HeldModels models() {
    return models;
  }

  /** Time was moved by hand: what waits here comes that much nearer. */
  void hasten(Duration by) {
    batchers.forEach(batcher -> batcher.hasten(by.toNanos()));
  }

  /** The deployment has stopped: what waits fails, models go. For a thread of the replica. */
  void stopped() {
    batchers.forEach(OwnBatcher::end);
    models.end();
  }

  /** The replica is gone: nothing is lent any more. Waits for nothing. */
  void end() {
    executor.end();
    handles.end();
    forgetMeters();
    if (models.isMultiplexed()) {
      meter.models().forget(id.tag());
    }
  }

  /** Deletes what the replica left on the disk; takes its time. */
  void clear() {
    tempDirectory.delete();
  }

  @Override
  public String application() {
    return id.application();
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public String deployment() {
    return id.deployment();
  }

  @Override
  public String replicaId() {
    return id.toString();
  }

  @Override
  public Optional<String> routePrefix() {
    return routePrefix;
  }

  @Override
  public Logger logger() {
    return logger;
  }

  @Override
  public OwnUserConfig userConfig() {
    return userConfig;
  }

  @Override
  public Optional<CurrentRequest> currentRequest() {
    CurrentCall current = CurrentCall.get();
    return current != null && current.isInRequest() ? Optional.of(current) : Optional.empty();
  }

  @Override
  public ExecutorService executor() {
    return executor;
  }

  @Override
  public synchronized MeterRegistry meters() {
    if (meters == null) {
      meters = meter.author(id.tag(), executor);
    }
    return meters.registry();
  }

  private synchronized void forgetMeters() {
    if (meters != null) {
      meter.forget(meters);
    }
  }

  @Override
  public Path tempDirectory() {
    return tempDirectory.get();
  }

  @Override
  public DeploymentHandle handle(String deployment) {
    return found(() -> handles.own(deployment));
  }

  @Override
  public DeploymentHandle handle(String application, String deployment) {
    return found(() -> handles.distant(application, deployment));
  }

  private static DeploymentHandle found(Supplier<DeploymentHandle> handle) {
    try {
      return handle.get();
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(Place.ofCaller() + ": " + wrong.getMessage());
    }
  }

  @Override
  public <A, B> Batcher<A, B> batcher(BatchOptions options, BatchFunction<A, B> function) {
    checkIsNotOneOfMany(batchers.size(), "batchers");
    return kept(OwnBatcher.of(id, executor, meter.batches(), options, function, Place.ofCaller()));
  }

  @Override
  public <A, B> Batcher<A, B> batcherOfResults(
      BatchOptions options, BatchFunction<A, BatchResult<B>> function) {
    checkIsNotOneOfMany(batchers.size(), "batchers");
    return kept(
        OwnBatcher.ofResults(id, executor, meter.batches(), options, function, Place.ofCaller()));
  }

  /** Whoever makes one for each request batches and keeps nothing, and all of them stay. */
  private static void checkIsNotOneOfMany(int made, String what) {
    if (made >= MOST_OF_A_KIND) {
      throw new IllegalStateException(
          "%s: this replica has made %s %s already; make one in start, keep it in a field, and let all requests share it"
              .formatted(Place.ofCaller(), made, what));
    }
  }

  private <A, B> Batcher<A, B> kept(OwnBatcher<A, ?, B> batcher) {
    batchers.add(batcher);
    return batcher;
  }

  @Override
  public <M> Multiplexed<M> multiplexed(int maxModels, ModelLoader<M> loader) {
    checkIsNotOneOfMany(models.count(), "caches of models");
    Executor outside = task -> CurrentCall.outside(id).run(() -> executor.execute(task));
    OwnModels<M> made = new OwnModels<>(id, outside, meter.models(), maxModels, loader);
    models.add(made);
    meter.models().watch(id.tag(), models::ids);
    return made;
  }
}
