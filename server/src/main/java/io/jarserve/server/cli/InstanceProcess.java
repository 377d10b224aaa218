package io.jarserve.server.cli;

import io.jarserve.server.model.InstanceStatus;
import io.jarserve.server.model.InstanceStatus.ControllerInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The process of an instance, which ends after its ports have closed. Stateless. */
public final class InstanceProcess {

  /** How far the server's own start may lie behind the start of its process. */
  private static final Duration SAME_PROCESS = Duration.ofMinutes(2);

  private InstanceProcess() {}

  /** When it is one of this machine, ends with the instance, and is not this one. */
  public static Optional<ProcessHandle> of(InstanceStatus status) {
    ControllerInfo server = status.controllerInfo();
    return ProcessHandle.of(server.pid())
        .filter(handle -> !Boolean.TRUE.equals(server.embedded()))
        .filter(handle -> !handle.equals(ProcessHandle.current()))
        .filter(
            handle -> handle.info().startInstant().map(start -> near(start, server)).orElse(false));
  }

  private static boolean near(Instant processStart, ControllerInfo server) {
    Instant serverStart = Instant.ofEpochMilli((long) (server.startTimeS() * 1000));
    return Duration.between(processStart, serverStart).abs().compareTo(SAME_PROCESS) < 0;
  }
}
