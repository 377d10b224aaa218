package io.jarserve.server.cli;

import io.jarserve.server.model.InstanceStatus;
import io.jarserve.server.model.InstanceStatus.ApplicationView;
import io.jarserve.server.model.InstanceStatus.OriginView;
import io.jarserve.server.model.InstanceStatus.ReplicaView;
import io.jarserve.server.model.ReplicaState;
import io.jarserve.server.model.change.ChangeView.OnApplication;
import io.jarserve.server.model.change.Fate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How far one application of a change is. Immutable.
 *
 * @param wanted whether it is to be there; else it is being deleted
 * @param status in the words of the status
 * @param message what the status says of it
 * @param ready how many replicas serve what is wanted
 * @param target how many shall be there
 * @param marks one for each replica
 */
record Step(
    String application,
    Fate fate,
    boolean wanted,
    String status,
    String message,
    int ready,
    int target,
    String marks) {

  private static final int LEAST_MARKS = 5;

  static Step of(OnApplication effect, InstanceStatus now) {
    Optional<Long> version = Optional.ofNullable(effect.version());
    Fate fate = Fate.of(effect.name(), version, now);
    ApplicationView view = now.applications().get(effect.name());
    return view == null || (version.isEmpty() && fate == Fate.DONE)
        ? gone(effect.name(), fate, version.isPresent())
        : of(view, fate, version);
  }

  private static Step gone(String application, Fate fate, boolean wanted) {
    return new Step(application, fate, wanted, "gone", "it is not there any more", 0, 0, "");
  }

  private static Step of(ApplicationView view, Fate fate, Optional<Long> version) {
    List<ReplicaView> replicas =
        view.deployments().values().stream().flatMap(d -> d.replicas().stream()).toList();
    int target = view.deployments().values().stream().mapToInt(d -> d.targetNumReplicas()).sum();
    long ready = replicas.stream().filter(replica -> mark(replica, view).equals("#")).count();
    String marks = replicas.stream().map(r -> mark(r, view)).collect(Collectors.joining());
    return new Step(
        view.name(),
        fate,
        version.isPresent(),
        view.status().name(),
        message(view, version),
        (int) ready,
        target,
        marks + ".".repeat(Math.max(0, target - replicas.size())));
  }

  private static String message(ApplicationView view, Optional<Long> version) {
    long now = Optional.ofNullable(view.origin()).map(OriginView::number).orElse(0L);
    return version.isPresent() && now != version.get()
        ? "somebody else changed it meanwhile: version %s is wanted now".formatted(now)
        : view.message();
  }

  /** {@code #} ready, {@code o} ready but to be replaced, {@code +} starting, {@code !} sick. */
  private static String mark(ReplicaView replica, ApplicationView view) {
    ReplicaState state = replica.state();
    if (state == ReplicaState.RUNNING && replica.healthy()) {
      return replica.digest().equals(view.digest()) ? "#" : "o";
    } else if (state == ReplicaState.STARTING) {
      return "+";
    }
    return state == ReplicaState.STOPPING || state == ReplicaState.STOPPED ? "-" : "!";
  }

  /** For a log: {@code greeter: DEPLOYING, 1 of 2 replicas ready}. */
  String line() {
    if (!wanted) {
      return application + ": " + (fate == Fate.UNDER_WAY ? status : "deleted");
    }
    return "%s: %s, %s of %s replicas ready".formatted(application, status, ready, target);
  }

  /**
   * For a terminal: {@code greeter [#+.] 1/3 DEPLOYING}. Where there is no room for every mark,
   * there is some for the others, or none for any.
   *
   * @param width of the name
   * @param columns that there are
   */
  String drawn(int width, int columns) {
    String name = application + " ".repeat(Math.max(0, width - application.length()));
    String sum = "  %s/%s  %s".formatted(ready, target, status);
    int room = columns - name.length() - sum.length() - "  []".length();
    if (room < Math.min(LEAST_MARKS, marks.length())) {
      return Screen.shortened(name, columns - sum.length()) + sum;
    }
    String shown = marks.length() > room ? marks.substring(0, room - 1) + "…" : marks;
    return name + "  [" + shown + "]" + sum;
  }
}
