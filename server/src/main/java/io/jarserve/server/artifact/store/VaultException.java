package io.jarserve.server.artifact.store;

import io.jarserve.server.files.Trouble;
import java.io.IOException;

/** An artifact cannot be made safe, which is not that file's fault; the message says it all. */
public final class VaultException extends IOException {

  private static final long serialVersionUID = 1L;

  VaultException(IOException cause) {
    super(Trouble.of(cause), cause);
  }

  /** The message without {@code null}. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
