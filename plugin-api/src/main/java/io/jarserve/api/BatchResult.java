package io.jarserve.api;

/**
 * What became of one element of a batch, when some may fail and others not.
 *
 * @param <B> a result
 * @since 0.1
 */
public sealed interface BatchResult<B> {

  /** It went well. */
  record Done<B>(B value) implements BatchResult<B> {}

  /** It alone failed: who submitted it gets the cause. */
  record Failed<B>(Throwable cause) implements BatchResult<B> {}

  /** An element that went well. */
  static <B> BatchResult<B> done(B value) {
    return new Done<>(value);
  }

  /** An element that failed, and no other on account of it. */
  static <B> BatchResult<B> failed(Throwable cause) {
    return new Failed<>(cause);
  }
}
