package io.jarserve.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.model.ApplicationStatus;
import io.jarserve.server.model.DeploymentStatus;
import io.jarserve.server.model.InstanceStatus;
import io.jarserve.server.model.InstanceStatus.ApplicationView;
import io.jarserve.server.model.InstanceStatus.OriginView;
import io.jarserve.server.model.ReplicaState;
import io.jarserve.server.model.change.ChangeView.OnApplication;
import io.jarserve.server.model.change.Fate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StepTest {

  private static final ApplicationView DEPLOYING =
      at(
          4,
          Statuses.application(
              "shop",
              ApplicationStatus.DEPLOYING,
              "",
              "1.0",
              Statuses.deployment(
                  DeploymentStatus.UPDATING,
                  "",
                  Statuses.replica("a", ReplicaState.RUNNING, true, ""),
                  Statuses.replica("b", ReplicaState.STARTING, false, ""),
                  Statuses.replica("c", ReplicaState.RUNNING, false, "sick"),
                  Statuses.replica("d", ReplicaState.STOPPING, false, ""))));

  @Test
  void step_underWay_hasAMarkForEveryReplica() {
    Step step = Step.of(wanted("shop", 4L), Statuses.of(DEPLOYING));

    assertThat(step.fate()).isEqualTo(Fate.UNDER_WAY);
    assertThat(step.drawn(6, 79)).isEqualTo("shop    [#+!-]  1/4  DEPLOYING");
    assertThat(step.line()).isEqualTo("shop: DEPLOYING, 1 of 4 replicas ready");
  }

  @Test
  void drawn_narrow_keepsTheSum() {
    Step step =
        new Step("shop", Fate.UNDER_WAY, true, "DEPLOYING", "", 1, 30, "#" + ".".repeat(29));

    assertThat(step.drawn(4, 39)).isEqualTo("shop  [#............…]  1/30  DEPLOYING").hasSize(39);
    assertThat(step.drawn(4, 24)).isEqualTo("shop  1/30  DEPLOYING");
    assertThat(step.drawn(4, 20)).isEqualTo("sh…  1/30  DEPLOYING");
  }

  @Test
  void step_ofAnotherVersionByNow_hasFailedAndSaysSo() {
    Step step = Step.of(wanted("shop", 3L), Statuses.of(DEPLOYING));

    assertThat(step.fate()).isEqualTo(Fate.FAILED);
    assertThat(step.message())
        .isEqualTo("somebody else changed it meanwhile: version 4 is wanted now");
  }

  @Test
  void step_ofADeletion_isDoneWhenItIsGone() {
    ApplicationView deleting =
        at(
            4,
            Statuses.application("shop", ApplicationStatus.DELETING, "", "1", Statuses.healthy()));

    assertThat(Step.of(wanted("shop", null), Statuses.of(deleting)).line())
        .isEqualTo("shop: DELETING");
    Step gone = Step.of(wanted("shop", null), Statuses.of());
    assertThat(gone.fate()).isEqualTo(Fate.DONE);
    assertThat(gone.line()).isEqualTo("shop: deleted");
  }

  @Test
  void step_ofWhatIsGoneThoughItIsWanted_hasFailed() {
    Step step = Step.of(wanted("shop", 1L), Statuses.of());

    assertThat(step.fate()).isEqualTo(Fate.FAILED);
    assertThat(step.message()).contains("not there any more");
  }

  @Test
  void step_running_isDone() {
    InstanceStatus now = Statuses.of(at(4, Statuses.running("shop")));

    assertThat(Step.of(wanted("shop", 4L), now).fate()).isEqualTo(Fate.DONE);
  }

  private static OnApplication wanted(String name, @Nullable Long version) {
    return new OnApplication(name, "updated", version, null, null, null, List.of(), List.of());
  }

  private static ApplicationView at(long number, ApplicationView view) {
    return new ApplicationView(
        view.name(),
        view.routePrefix(),
        view.status(),
        view.message(),
        view.lastDeployedTimeS(),
        view.file(),
        view.version(),
        view.digest(),
        view.servingVersion(),
        view.servingDigest(),
        view.superseded(),
        view.pendingUnload(),
        view.lastError(),
        view.deployments(),
        new OriginView("api", "", number, "tag", null, "me", "deploy", 0, null),
        view.bake());
  }
}
