package io.jarserve.api;

/**
 * A model in use: it is not closed before this lease is. For try-with-resources; used by one thread
 * at a time, closed by any.
 *
 * @param <M> the model
 * @since 0.1
 */
public interface ModelLease<M> extends AutoCloseable {

  /** The model; not to be kept after {@link #close}. */
  M model();

  /** The model is not used any more on account of this lease. Throws nothing; again is harmless. */
  @Override
  void close();
}
