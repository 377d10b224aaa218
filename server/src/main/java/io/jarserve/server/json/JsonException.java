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
  private final String field;

  private JsonException(
      String message, @Nullable Throwable cause, boolean inputAtFault, String field) {
    super(message, cause);
    this.inputAtFault = inputAtFault;
    this.field = field;
  }

  /**
   * The input is not JSON, or does not fit the type.
   *
   * @param field the path of the field; empty when it is the whole
   */
  static JsonException ofInput(String message, @Nullable Throwable cause, String field) {
    return new JsonException(message, cause, true, field);
  }

  /** The type cannot be mapped, or one of its methods threw, whatever the input. */
  static JsonException ofType(String message, @Nullable Throwable cause) {
    return new JsonException(message, cause, false, "");
  }

  /**
   * True: whoever sent the input can repair it, as with status 400. False: whoever wrote the class
   * must.
   */
  public boolean inputAtFault() {
    return inputAtFault;
  }

  /** The path of the field that does not fit, such as {@code items[2].price}; may be empty. */
  public String field() {
    return field;
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
