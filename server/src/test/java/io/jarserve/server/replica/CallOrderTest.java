package io.jarserve.server.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.model.DeploymentId;
import io.jarserve.server.model.DeploymentSpec;
import io.jarserve.server.model.Digest;
import io.jarserve.server.model.Options;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.plan.Assignment;
import io.jarserve.server.plan.ServingPlan;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CallOrderTest {

  private static final Set<String> CALLED = Set.of("Front");
  private static final Assignment OLD_CALLEE = assigned("Words", 1);

  @Test
  void stays_nobodyCallsIt_goesAtOnce() {
    assertThat(CallOrder.stays(OLD_CALLEE, Set.of(), plan(assigned("Words", 2)))).isFalse();
  }

  @Test
  void stays_replacedWhileCallersAreThere_waitsForThem() {
    ServingPlan plan = plan(assigned("Front", 1), assigned("Words", 2));
    assertThat(CallOrder.stays(OLD_CALLEE, CALLED, plan)).isTrue();
  }

  @Test
  void stays_wholeGenerationLeaves_waitsForCallers() {
    assertThat(CallOrder.stays(OLD_CALLEE, CALLED, plan())).isTrue();
    assertThat(CallOrder.stays(OLD_CALLEE, CALLED, plan(assigned("Front", 2)))).isTrue();
  }

  @Test
  void stays_callersAreWantedAndItIsNot_goesAtOnce() {
    assertThat(CallOrder.stays(OLD_CALLEE, CALLED, plan(assigned("Front", 1)))).isFalse();
  }

  @Test
  void stays_othersOfItsGenerationAreWanted_goesAtOnce() {
    ServingPlan scaledDown = plan(assigned("Front", 1), assigned("Words", 1));
    assertThat(CallOrder.stays(OLD_CALLEE, CALLED, scaledDown)).isFalse();
  }

  @Test
  void meetsAnother_onlyAnotherGenerationOfTheSameDeployment_counts() {
    assertThat(CallOrder.meetsAnother(OLD_CALLEE, plan(assigned("Words", 1)))).isFalse();
    assertThat(CallOrder.meetsAnother(OLD_CALLEE, plan(assigned("Front", 2)))).isFalse();
    assertThat(CallOrder.meetsAnother(OLD_CALLEE, plan(assigned("Words", 2)))).isTrue();
  }

  private static Assignment assigned(String deployment, long generation) {
    ReplicaId id = new ReplicaId(new DeploymentId("app", deployment), "g" + generation);
    DeploymentSpec spec = new DeploymentSpec(deployment, "demo." + deployment, Options.defaults());
    return new Assignment(id, generation, "1.0", new Digest("%064x".formatted(generation)), spec);
  }

  private static ServingPlan plan(Assignment... assignments) {
    Map<ReplicaId, Assignment> all = new HashMap<>();
    for (Assignment assignment : assignments) {
      all.put(assignment.id(), assignment);
    }
    return new ServingPlan(1, all, Map.of());
  }
}
