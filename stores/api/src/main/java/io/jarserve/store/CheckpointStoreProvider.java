package io.jarserve.store;

import java.io.IOException;
import java.net.URI;

/**
 * Opens the stores of one scheme. Found with {@link java.util.ServiceLoader}, so it is a public
 * class with a public constructor without parameters, and is named in {@code
 * META-INF/services/io.jarserve.store.CheckpointStoreProvider}.
 *
 * <p>It is made to ask for its scheme even when another one is used: whatever is heavy belongs into
 * {@link #open}.
 *
 * @since 0.1
 */
public interface CheckpointStoreProvider {

  /** What stands before {@code ://} in {@code --checkpoint-path}, in lower case. */
  String scheme();

  /**
   * Opens the place of that address, which need not exist yet.
   *
   * @param location as the operator gave it, such as {@code s3://bucket/path}
   * @throws IOException when the address has the wrong form or the place cannot be used; the
   *     message says what, which, the value and the remedy
   */
  CheckpointStore open(URI location) throws IOException;
}
