package io.jarserve.server.json;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A value that cannot be read from or written as JSON. The message is complete for people and names
 * the field.
 */
public final class JsonException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean inputAtFault;

  private JsonException(String message, @Nullable Throwable cause, boolean inputAtFault) {
    super(message, cause);
    this.inputAtFault = inputAtFault;
  }

  /** The input is not JSON, or does not fit the type. */
  static JsonException ofInput(String message, @Nullable Throwable cause) {
    return new JsonException(message, cause, true);
  }

  /** The type cannot be mapped, or one of its methods threw, whatever the input. */
  static JsonException ofType(String message, @Nullable Throwable cause) {
    return new JsonException(message, cause, false);
  }

  /**
   * True: whoever sent the input can repair it, as with status 400. False: whoever wrote the class
   * must.
   */
  public boolean inputAtFault() {
    return inputAtFault;
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
