package io.jarserve.server.routing;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The models of a deployment that nobody held when somebody was sent for them, and where to:
 * whoever wants the same one goes there too, so that it is loaded once. An entry lasts until the
 * one who made it is through; by then its target holds the model, or loading it has failed.
 *
 * <p>Shared by all who choose among the targets of the deployment, whichever way they came. Any
 * thread.
 */
public final class ComingModels {

  private final Map<String, Coming> all = new ConcurrentHashMap<>();

  private record Coming(Target target, Object asker) {}

  /**
   * Says that a model will come to a target, unless it already comes to one.
   *
   * @param asker who goes there, by identity; to be named again when it is {@link #through}
   * @return where it already comes to; null: to the given target from here on
   */
  @Nullable Target claim(String model, Target target, Object asker) {
    Coming before = all.putIfAbsent(model, new Coming(target, asker));
    return before == null ? null : before.target();
  }

  /** Takes note that somebody is at a target for a model, if nobody else is at any. */
  public void at(String model, Target target, Object asker) {
    all.putIfAbsent(model, new Coming(target, asker));
  }

  /** The asker is through with the model, or was not let in. */
  @SuppressWarnings("ReferenceEquality") // an asker is known by who it is
  public void through(String model, Object asker) {
    Coming known = all.get(model);
    if (known != null && known.asker() == asker) {
      all.remove(model, known);
    }
  }

  /** Whether there is nothing to be through with. */
  public boolean isEmpty() {
    return all.isEmpty();
  }
}
