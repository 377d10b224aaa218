package io.jarserve.server.artifact.store;

import io.jarserve.server.files.Trouble;
import java.io.IOException;

/** The store cannot take a file in, which is not that file's fault. */
public final class StoreException extends IOException {

  private static final long serialVersionUID = 1L;

  StoreException(IOException cause) {
    super(Trouble.of(cause), cause);
  }
}
