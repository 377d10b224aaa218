package io.jarserve.api;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;

/**
 * What a replica may know about itself, and what the server lends to it. Safe for use by many
 * threads.
 *
 * <p>Methods that have a default throw {@link UnsupportedOperationException} unless the context is
 * a server's or says otherwise, so that a stand-in for tests implements only what it needs.
 *
 * @since 0.1
 */
public interface ReplicaContext {

  /** The application: the {@code Plugin-Id} of the JAR. */
  String application();

  /** The {@code Plugin-Version} of the JAR that this replica was loaded from. */
  String version();

  /** The deployment's name inside its application. */
  String deployment();

  /** Unique among all replicas of an instance, and never used again. */
  String replicaId();

  /**
   * The route prefix in force, such as {@code /shop}: the operator's, else the annotation's. An
   * operator may change it while the replica lives; {@link Request#routePrefix} is the one that a
   * request came by.
   *
   * @return as it was written, not decoded; empty when the deployment has none, and where it is not
   *     known
   * @since 0.1
   */
  default Optional<String> routePrefix() {
    return Optional.empty();
  }

  /**
   * A logger named after application and deployment. Whatever is logged by whichever logger on a
   * thread that works for a replica is marked with the replica and the id of the request.
   */
  Logger logger();

  /**
   * The newest user config that this replica accepted, in {@link Deployment#start} the one that it
   * starts with; empty when there is none.
   */
  UserConfig userConfig();

  /**
   * The request that the current thread works for; empty outside of one, as in {@link
   * Deployment#start}, and on threads that the author made. Tasks of {@link #executor} work for the
   * request in which they were submitted.
   *
   * @since 0.1
   */
  default Optional<CurrentRequest> currentRequest() {
    return Optional.empty();
  }

  /**
   * Threads for the author's tasks: a virtual one for each where the Java has them, and as many as
   * there are tasks. They end with the replica: after {@link Deployment#stop} returned, what still
   * runs is interrupted and nothing more is taken.
   *
   * <p>It need not be shut down, and cannot be: {@code shutdown} and {@code close} have no effect.
   * A task that throws is logged.
   *
   * @since 0.1
   */
  default ExecutorService executor() {
    throw Unsupported.by(this, "executor");
  }

  /**
   * Where the author registers meters of the replica's own. They are shown among the server's, with
   * the labels {@code application}, {@code deployment} and {@code replica}, until the replica is
   * gone. Gauges are read on threads of the replica; when one throws or takes longer than a second,
   * the meters of this replica are left out.
   *
   * @since 0.1
   */
  default MeterRegistry meters() {
    throw Unsupported.by(this, "meters");
  }

  /**
   * A directory of this replica's own, empty at first, readable by the server's user alone. It is
   * made when it is asked for first, and deleted with all that is in it after {@link
   * Deployment#stop}; what a killed server left behind is deleted at its next start.
   *
   * @throws java.io.UncheckedIOException when it cannot be made
   * @throws IllegalStateException when the replica has stopped
   * @since 0.1
   */
  default Path tempDirectory() {
    throw Unsupported.by(this, "tempDirectory");
  }

  /**
   * The way to another deployment of this application. Take it in {@link Deployment#start} and keep
   * it: then this replica gets no request before the callee has a healthy replica, and a callee
   * stops after its callers.
   *
   * @param deployment its name inside the application
   * @throws IllegalArgumentException when there is none of that name, it is this deployment itself,
   *     or it calls this one in turn
   * @since 0.1
   */
  default DeploymentHandle handle(String deployment) {
    throw Unsupported.by(this, "handle");
  }

  /**
   * The way to a deployment of another application, which need not be there yet. With the name of
   * this application it is the same as {@link #handle(String)}.
   *
   * @param application its {@code Plugin-Id}
   * @param deployment its name inside that application
   * @since 0.1
   */
  default DeploymentHandle handle(String application, String deployment) {
    throw Unsupported.by(this, "handle");
  }

  /**
   * Gathers elements of many requests for one function that works on many at once. Make it in
   * {@link Deployment#start}, once.
   *
   * @param options changeable later, by {@link Batcher#options(BatchOptions)}
   * @param function returns a result for each element; what it throws fails them all
   * @param <A> an element
   * @param <B> the result of an element
   * @throws IllegalStateException when the replica has made 100 of them, as one does that makes one
   *     for each request
   * @since 0.1
   */
  default <A, B> Batcher<A, B> batcher(BatchOptions options, BatchFunction<A, B> function) {
    throw Unsupported.by(this, "batcher");
  }

  /**
   * Like {@link #batcher}, for a function that says of each element whether it failed.
   *
   * @param <A> an element
   * @param <B> the result of an element
   * @since 0.1
   */
  default <A, B> Batcher<A, B> batcherOfResults(
      BatchOptions options, BatchFunction<A, BatchResult<B>> function) {
    throw Unsupported.by(this, "batcherOfResults");
  }

  /**
   * Keeps some of many models in memory. Make it in {@link Deployment#start}, once: the router asks
   * only replicas that had it when they came up.
   *
   * @param maxModels how many models the replica holds at most, not counting those that are still
   *     in use when they have to leave; at least 1
   * @param loader brings a model into memory
   * @param <M> a model; closed when it leaves if it is {@link AutoCloseable}
   * @throws IllegalStateException when the replica has made 100 of them, as one does that makes one
   *     for each request
   * @since 0.1
   */
  default <M> Multiplexed<M> multiplexed(int maxModels, ModelLoader<M> loader) {
    throw Unsupported.by(this, "multiplexed");
  }
}
