package io.jarserve.api;

/**
 * Brings a model into memory.
 *
 * @param <M> a model; closed when it leaves if it is {@link AutoCloseable}
 * @since 0.1
 */
@FunctionalInterface
public interface ModelLoader<M> {

  /**
   * Called on a thread of the replica's, once for all who wait for a model, for several models at
   * the same time. It belongs to no request: {@link ReplicaContext#currentRequest} is empty.
   *
   * @throws Exception reaches all who wait, and is not remembered: who asks next causes another
   *     try. A {@link RequestException}, say of status 404 for an id that nobody knows, becomes the
   *     answer.
   */
  M load(String modelId) throws Exception;
}
