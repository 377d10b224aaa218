package io.jarserve.server.cli;

import io.jarserve.server.model.Explanation;
import io.jarserve.server.model.InstanceStatus;
import io.jarserve.server.model.change.ChangeView;
import io.jarserve.server.model.change.Fate;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Shows how far a change is until it is done, has failed, or patience is at its end. A server that
 * does not answer meanwhile is asked again. Used once, by one thread.
 */
final class Rollout {

  private static final Duration LEAST_PAUSE = Duration.ofMillis(20);
  private static final Duration MOST_PAUSE = Duration.ofMillis(250);

  private final Applications applications;
  private final ChangeView change;
  private final Screen screen;
  private final PrintWriter err;
  private final Map<String, String> told = new HashMap<>();

  Rollout(Applications applications, ChangeView change, Screen screen, PrintWriter err) {
    this.applications = applications;
    this.change = change;
    this.screen = screen;
    this.err = err;
  }

  /**
   * @return the exit code
   */
  int await(Duration patience) throws AdminException {
    long deadline = System.nanoTime() + patience.toNanos();
    Duration pause = LEAST_PAUSE;
    List<Step> steps = look(deadline);
    while (steps.stream().anyMatch(step -> step.fate() == Fate.UNDER_WAY)) {
      if (System.nanoTime() - deadline >= 0) {
        return late(steps, patience);
      }
      LockSupport.parkNanos(pause.toNanos());
      pause = pause.compareTo(MOST_PAUSE) < 0 ? pause.multipliedBy(2) : MOST_PAUSE;
      steps = look(deadline);
    }
    return end(steps);
  }

  private List<Step> look(long deadline) throws AdminException {
    InstanceStatus now = status(deadline);
    List<Step> steps = change.applications().stream().map(one -> Step.of(one, now)).toList();
    if (screen.isTerminal()) {
      int width = steps.stream().mapToInt(s -> s.application().length()).max().orElse(0);
      Comparator<Step> underWayFirst = Comparator.comparing(Step::fate);
      int columns = screen.columns();
      screen.draw(steps.stream().sorted(underWayFirst).map(s -> s.drawn(width, columns)).toList());
    } else {
      steps.forEach(this::tellNews);
    }
    return steps;
  }

  private void tellNews(Step step) {
    if (!step.line().equals(told.put(step.application(), step.line()))) {
      screen.print(step.line());
    }
  }

  /** Also across a restart of the server: what it accepted survives that. */
  private InstanceStatus status(long deadline) throws AdminException {
    while (true) {
      try {
        return applications.status();
      } catch (AdminException failed) {
        if (failed.exitCode() != ExitCode.UNREACHABLE || System.nanoTime() - deadline >= 0) {
          throw failed;
        }
        LockSupport.parkNanos(MOST_PAUSE.toNanos());
      }
    }
  }

  private int late(List<Step> steps, Duration patience) {
    screen.wipe();
    steps.stream()
        .filter(step -> step.fate() == Fate.UNDER_WAY)
        .forEach(
            step ->
                err.println(
                    "%s is still %s after %s s, and goes on; 'jarserve explain %s' tells why"
                        .formatted(
                            step.application(),
                            step.status(),
                            patience.toSeconds(),
                            step.application())));
    return ExitCode.NOT_WELL;
  }

  private int end(List<Step> steps) {
    if (screen.isTerminal()) {
      screen.wipe();
      steps.forEach(step -> screen.print(step.line()));
    }
    List<Step> failed = steps.stream().filter(step -> step.fate() == Fate.FAILED).toList();
    failed.forEach(this::tellWhy);
    return failed.isEmpty() ? ExitCode.OK : ExitCode.NOT_WELL;
  }

  private void tellWhy(Step step) {
    err.println("! " + step.application() + ": " + Table.printable(step.message()));
    try {
      Explanation why = applications.explain(step.application());
      why.decisions().stream().map(ExplainReport::line).forEach(err::println);
    } catch (AdminException notThere) {
      // the message is all that is known
    }
  }
}
