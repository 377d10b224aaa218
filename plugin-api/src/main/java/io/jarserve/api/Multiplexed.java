package io.jarserve.api;

import java.util.Set;

/**
 * The models that one replica holds, out of many more: the least recently used one leaves when
 * another is needed. Made by {@link ReplicaContext#multiplexed}; lives as long as its replica. Safe
 * for use by many threads.
 *
 * <p>Requests name a model in the header {@value #HEADER}. The router sends them to a replica that
 * holds it, or loads it just now, if one of those has a free slot, else to any. Calls through
 * handles are chosen for in the same way; see {@link DeploymentHandle#forModel}.
 *
 * @param <M> a model; closed when it leaves if it is {@link AutoCloseable}
 * @since 0.1
 */
public interface Multiplexed<M> {

  /** The header with the id of the model that a request is for. */
  String HEADER = "jarserve-multiplexed-model-id";

  /** Works with a model. */
  @FunctionalInterface
  interface Work<M, R> {

    /** Works on the thread that asked for the model, which stays open meanwhile. */
    R with(M model) throws Exception;
  }

  /**
   * Takes a model into use, and waits until it is loaded if it is not.
   *
   * @return to be closed, or the model stays in memory
   * @throws InterruptedException when the request was ended meanwhile; the model is loaded all the
   *     same
   * @throws IllegalStateException when the replica has stopped
   * @throws Exception what {@link ModelLoader#load} threw
   */
  ModelLease<M> lease(String modelId) throws Exception;

  /**
   * Does some work with a model, which is not closed meanwhile.
   *
   * @throws Exception what {@link #lease} throws, or the work
   */
  default <R> R call(String modelId, Work<? super M, ? extends R> work) throws Exception {
    try (ModelLease<M> lease = lease(modelId)) {
      return work.with(lease.model());
    }
  }

  /** The ids of the models that are loaded, or are loaded just now. A copy. */
  Set<String> modelIds();
}
