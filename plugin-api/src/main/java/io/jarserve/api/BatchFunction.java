package io.jarserve.api;

import java.util.List;

/**
 * Works on many elements at once.
 *
 * @param <A> an element
 * @param <R> what becomes of it
 * @since 0.1
 */
@FunctionalInterface
public interface BatchFunction<A, R> {

  /**
   * Called on a thread of the replica's, by several at once if the options allow several batches.
   * It belongs to no request: {@link ReplicaContext#currentRequest} is empty.
   *
   * @param elements at least one; the list is the function's own
   * @return one for each element, in the order of the elements
   * @throws Exception is the failure of each element
   */
  List<R> apply(List<A> elements) throws Exception;
}
