package io.jarserve.server.artifact;

import java.io.IOException;

/** The store cannot take a file in, which is not that file's fault. */
final class StoreException extends IOException {

  private static final long serialVersionUID = 1L;

  StoreException(IOException cause) {
    super(cause.getMessage(), cause);
  }
}
