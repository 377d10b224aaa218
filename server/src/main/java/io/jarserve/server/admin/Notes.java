package io.jarserve.server.admin;

import io.jarserve.server.model.InstanceEvent.Kind;
import java.util.Optional;

/**
 * Takes down who did what, where that changes nothing of what is wanted. Any thread; never waits.
 */
@FunctionalInterface
public interface Notes {

  /** Nobody reads them. */
  Notes NONE = (kind, application, who, text) -> {};

  /**
   * Takes it down.
   *
   * @param application that it is about; empty when it is about the instance
   * @param who did it
   * @param text for people
   */
  void take(Kind kind, Optional<String> application, String who, String text);
}
