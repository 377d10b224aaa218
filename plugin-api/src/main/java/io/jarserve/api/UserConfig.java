package io.jarserve.api;

import java.util.Map;

/**
 * The free-form configuration that an operator gives to a deployment. Immutable.
 *
 * @since 0.1
 */
public interface UserConfig {

  /** The values as they were written: strings, numbers, booleans, lists and maps. Unmodifiable. */
  Map<String, Object> values();

  /**
   * Maps the values to a record (or class) of the author's.
   *
   * @throws IllegalArgumentException when they do not fit; the message names the field
   */
  <T> T as(Class<T> type);
}
