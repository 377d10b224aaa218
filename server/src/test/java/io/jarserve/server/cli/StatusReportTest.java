package io.jarserve.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.model.ApplicationStatus;
import io.jarserve.server.model.DeploymentStatus;
import io.jarserve.server.model.InstanceStatus;
import io.jarserve.server.model.InstanceStatus.RejectedFile;
import io.jarserve.server.model.ReplicaState;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusReportTest {

  private static final Instant NOW = Instant.ofEpochSecond(1300);

  @Test
  void lines_allWell_isATable() {
    InstanceStatus status = Statuses.of(Statuses.running("hello"), Statuses.running("a-long-name"));

    assertThat(lines(status, false))
        .containsExactly(
            "Jarserve 0.1.0 on http://127.0.0.1:8000, pid 4000000000, Java 17.0.15, up 5 min",
            "",
            "APPLICATION  STATUS   REPLICAS  VERSION  ROUTE  FILE",
            "a-long-name  RUNNING            1.0             a-long-name.jar",
            "  Main       HEALTHY  1/1                /main",
            "hello        RUNNING            1.0             hello.jar",
            "  Main       HEALTHY  1/1                /main",
            "",
            "  old 0.9 is not unloaded after 75 s, held by a timer",
            "",
            "2 of 2 applications run as wanted");
  }

  @Test
  void lines_everyReplica_listsThem() {
    assertThat(lines(Statuses.of(Statuses.running("hello")), true))
        .contains("    a1       RUNNING            1.0");
  }

  @Test
  void lines_trouble_isTold() {
    InstanceStatus status =
        Statuses.with(
            List.of(
                new RejectedFile("bad.jar", "is not a JAR"),
                new RejectedFile("shop.yaml", "line 2: no such option")),
            List.of("the deploy directory cannot be read"),
            Statuses.application(
                "shop",
                ApplicationStatus.UNHEALTHY,
                "shop.yaml was refused: line 2: no such option",
                "0.9",
                Statuses.deployment(
                    DeploymentStatus.UNHEALTHY,
                    "1 of 2 replicas is ready",
                    Statuses.replica("a1", ReplicaState.RUNNING, true, ""),
                    Statuses.replica(
                        "b2", ReplicaState.RUNNING, false, "database\nis \u001b[31mgone"))));

    assertThat(lines(status, false))
        .contains(
            "shop         UNHEALTHY                1.0 (serving 0.9)         shop.jar",
            "  Main       UNHEALTHY      1/2                          /main",
            "    b2       RUNNING, sick            1.0",
            "! the deploy directory cannot be read",
            "! shop: shop.yaml was refused: line 2: no such option",
            "! shop#Main: 1 of 2 replicas is ready",
            "! shop#Main#b2: database is [31mgone",
            "! bad.jar is refused: is not a JAR",
            "0 of 1 applications run as wanted; 2 files are refused")
        .noneMatch(line -> line.startsWith("! shop.yaml"));
  }

  @Test
  void lines_nothingDeployed_saysWhatToDo() {
    assertThat(lines(Statuses.of(), false))
        .contains("No application yet: copy a plugin JAR into the deploy directory.");
  }

  @Test
  void allWell_anythingAmiss_isFalse() {
    assertThat(StatusReport.allWell(Statuses.of())).isTrue();
    assertThat(StatusReport.allWell(Statuses.of(Statuses.running("hello")))).isTrue();
    assertThat(StatusReport.allWell(Statuses.with(List.of(), List.of("trouble")))).isFalse();
    assertThat(
            StatusReport.allWell(
                Statuses.with(List.of(new RejectedFile("bad.jar", "why")), List.of())))
        .isFalse();
    for (ApplicationStatus other : ApplicationStatus.values()) {
      boolean well =
          StatusReport.allWell(
              Statuses.of(
                  Statuses.running("hello"),
                  Statuses.application("x", other, "", "1.0", Statuses.healthy())));
      assertThat(well).as(other.name()).isEqualTo(other == ApplicationStatus.RUNNING);
    }
    for (DeploymentStatus other : DeploymentStatus.values()) {
      boolean well =
          StatusReport.allWell(
              Statuses.of(
                  Statuses.application(
                      "x", ApplicationStatus.RUNNING, "", "1.0", Statuses.deployment(other, ""))));
      assertThat(well).as(other.name()).isEqualTo(other == DeploymentStatus.HEALTHY);
    }
  }

  private static List<String> lines(InstanceStatus status, boolean everyReplica) {
    return new StatusReport(status, everyReplica).lines(NOW);
  }
}
