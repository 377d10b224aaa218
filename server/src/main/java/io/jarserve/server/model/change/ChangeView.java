package io.jarserve.server.model.change;

import io.jarserve.server.model.ApplicationStatus;
import io.jarserve.server.model.InstanceStatus.ApplicationView;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a change does, or would do: the answer to those who asked for it.
 *
 * @param dryRun nothing of it was done
 * @param applications one for each that it is about
 */
public record ChangeView(boolean dryRun, List<OnApplication> applications) {

  /**
   * What it does to an application.
   *
   * @param change created, updated, restarted, deleted or unchanged
   * @param version the number of what is wanted after it; null when it is deleted
   * @param etag of the application after it, for If-Match; null when it is deleted
   * @param status when the answer was given; null of a dry run, and when it is gone
   * @param message what the status says
   * @param deployments what happens to each
   * @param notes what else is worth knowing
   */
  public record OnApplication(
      String name,
      String change,
      @Nullable Long version,
      @Nullable String etag,
      @Nullable ApplicationStatus status,
      @Nullable String message,
      List<OnDeployment> deployments,
      List<String> notes) {}

  /**
   * What it does to a deployment.
   *
   * @param action starts, restarts, in_place, stops or unchanged
   * @param why each reason, such as {@code num_replicas 2 -> 4}
   */
  public record OnDeployment(String name, String action, List<String> why) {}

  /** Several as one. */
  public static ChangeView all(List<ChangeView> changes) {
    return new ChangeView(
        changes.stream().anyMatch(ChangeView::dryRun),
        changes.stream().flatMap(change -> change.applications().stream()).toList());
  }

  /** What an effect comes to. */
  public static OnApplication of(Effect effect, @Nullable ApplicationView view) {
    return new OnApplication(
        effect.application(),
        word(effect.kind()),
        effect.version().orElse(null),
        effect.etag().orElse(null),
        view == null ? null : view.status(),
        view == null ? null : view.message(),
        effect.deployments().stream()
            .map(d -> new OnDeployment(d.name(), word(d.action()), d.why()))
            .toList(),
        effect.notes());
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
