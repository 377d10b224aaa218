package io.jarserve.server.controller;

import static io.jarserve.server.controller.Specs.app;
import static io.jarserve.server.controller.Specs.deleted;
import static io.jarserve.server.controller.Specs.inFile;
import static io.jarserve.server.controller.Specs.listing;
import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.artifact.Listing;
import io.jarserve.server.controller.SimulatedNode.Behaviour;
import io.jarserve.server.model.ApplicationSpec;
import io.jarserve.server.model.Origin;
import io.jarserve.server.model.WantedState;
import io.jarserve.server.model.change.Actor;
import io.jarserve.server.model.change.Change;
import io.jarserve.server.model.change.Command;
import io.jarserve.server.model.change.Effect;
import io.jarserve.server.model.change.Outcome.Accepted;
import io.jarserve.server.model.change.Outcome.Reason;
import io.jarserve.server.model.change.Outcome.Refused;
import io.jarserve.server.plan.Assignment;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where the deploy directory and commands meet. */
class OwnershipTest {

  private static final Actor ALICE = new Actor("alice", Origin.API);
  private static final Actor PROGRAM = new Actor("", Origin.EMBEDDED);
  private static final ApplicationSpec ONE = app("a", "1", 1);
  private static final ApplicationSpec TWO = app("a", "2", 1);
  private static final ApplicationSpec THREE = app("a", "3", 1);

  private final Simulation run = new Simulation(1);

  @Test
  void jarOfWhatCameByTheApi_isRefusedWithAMarkerThatNamesTheOwner() {
    submitted(new Command.Deploy(ONE));

    settled(listing(inFile(TWO, "dropped.jar")));

    assertThat(hard().lastGood()).contains(ONE);
    assertThat(DirectoryView.reasons(run.state).get("dropped.jar"))
        .contains("belongs to the API")
        .contains("dropped.jar");
  }

  @Test
  void jarOfWhatCameByTheApi_afterARestart_isStillRefused() {
    submitted(new Command.Deploy(ONE));
    settled(listing(TWO));

    run.crash();
    run.settle(() -> {});

    assertThat(hard().lastGood()).contains(ONE);
    assertThat(DirectoryView.reasons(run.state)).containsKey("a.jar");
  }

  @Test
  void directoryWithoutIt_doesNotTouchWhatCameByTheApi() {
    submitted(new Command.Deploy(ONE));

    settled(deleted(Listing.EMPTY, "a.jar"));

    assertThat(run.node.ready()).hasSize(1);
  }

  @Test
  void deletedByTheApi_itsJarInTheDirectoryIsDeployed() {
    submitted(new Command.Deploy(ONE));
    settled(listing(TWO));

    submitted(new Command.Delete("a"));

    assertThat(hard().lastGood()).contains(TWO);
    assertThat(hard().lineage().owner()).isEqualTo(Origin.DIRECTORY);
    assertThat(DirectoryView.reasons(run.state)).isEmpty();
  }

  @Test
  void deletedInTheDirectory_canBeDeployedByTheApi() {
    settled(listing(ONE));
    run.list(deleted(Listing.EMPTY, "a.jar"));
    run.settle(() -> {});

    submitted(new Command.Deploy(TWO));

    assertThat(hard().lineage().owner()).isEqualTo(Origin.API);
    assertThat(hard().lastGood()).contains(TWO);
  }

  // ---- deployed by a program that embedded the server

  @Test
  void ofAProgram_thatIsThere_isRefused() {
    deployedByAProgram();
    ControllerState there = ControllerState.restored(run.state.wantedState(), true);

    for (Command command : List.of(new Command.Deploy(TWO), new Command.Delete("a"))) {
      Refused refused =
          (Refused) Commands.decide(there, Change.of(ALICE, command), run.now).outcome();
      assertThat(refused.reason()).isEqualTo(Reason.OWNED_BY_ANOTHER);
      assertThat(refused.message())
          .contains("belongs to the embedding program")
          .contains("change it in the program that embeds this server");
    }
  }

  @Test
  void ofAProgram_thatIsGone_isDeletedByAnybody() {
    deployedByAProgram();

    submitted(new Command.Delete("a"));

    assertThat(run.state.apps()).isEmpty();
  }

  @Test
  void ofAProgram_thatIsGone_belongsToWhoDeploysItNext() {
    deployedByAProgram();

    submitted(new Command.Deploy(TWO));
    run.crash();
    run.settle(() -> {});

    assertThat(hard().lastGood()).contains(TWO);
    assertThat(hard().lineage().owner()).isEqualTo(Origin.API);
    assertThat(hard().lineage().number()).isEqualTo(2);
    assertThat(run.submit(Change.of(PROGRAM, new Command.Deploy(THREE))))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.message()).contains("belongs to the API"));
  }

  @Test
  void ofAProgram_thatIsGone_deployedTheSame_isTakenOverWithoutARestart() {
    deployedByAProgram();
    List<Assignment> before = run.node.ready().toList();

    Accepted accepted = (Accepted) run.submit(Change.of(ALICE, new Command.Deploy(ONE)));
    run.settle(() -> {});

    assertThat(accepted.effects().get(0).kind()).isEqualTo(Effect.Kind.UPDATED);
    assertThat(hard().lineage().owner()).isEqualTo(Origin.API);
    assertThat(hard().isServed()).isTrue();
    assertThat(run.node.ready()).containsExactlyElementsOf(before);
  }

  @Test
  void jarOfWhatAProgramLeft_isTakenInWhenThatIsDeleted() {
    deployedByAProgram();
    settled(listing(inFile(TWO, "dropped.jar")));
    assertThat(DirectoryView.reasons(run.state).get("dropped.jar"))
        .contains("belongs to the embedding program")
        .contains("delete the application by a command");

    submitted(new Command.Delete("a"));

    assertThat(hard().lineage().owner()).isEqualTo(Origin.DIRECTORY);
  }

  private void deployedByAProgram() {
    assertThat(run.submit(Change.of(PROGRAM, new Command.Deploy(ONE))))
        .isInstanceOf(Accepted.class);
    run.settle(() -> {});
    assertThat(hard().lineage().owner()).isEqualTo(Origin.EMBEDDED);
  }

  // ---- rolled back from what the directory asks for

  @Test
  void rolledBack_directoryAsksForTheSame_holds() {
    settled(listing(ONE));
    settled(listing(TWO));

    submitted(new Command.Rollback("a", Optional.empty()));
    settled(listing(TWO));
    settled(deleted(listing(inFile(TWO, "renamed.jar")), "a.jar"));

    assertThat(hard().lastGood()).contains(ONE);
    assertThat(hard().lineage().overridden()).contains(inFile(TWO, "renamed.jar"));
    assertThat(hard().lineage().owner()).isEqualTo(Origin.DIRECTORY);
  }

  @Test
  void rolledBack_afterACrash_holds() {
    settled(listing(ONE));
    settled(listing(TWO));
    submitted(new Command.Rollback("a", Optional.empty()));

    run.crash();
    run.settle(() -> {});

    assertThat(hard().lastGood()).contains(ONE);
    assertThat(run.node.ready()).hasSize(1).allMatch(replica -> replica.version().equals("1"));
  }

  @Test
  void rolledBack_directoryAsksForSomethingElse_ends() {
    settled(listing(ONE));
    settled(listing(TWO));
    submitted(new Command.Rollback("a", Optional.empty()));

    settled(listing(THREE));

    assertThat(hard().lastGood()).contains(THREE);
    assertThat(hard().lineage().overridden()).isEmpty();
  }

  @Test
  void rolledBack_fileDeleted_applicationGoes() {
    settled(listing(ONE));
    settled(listing(TWO));
    submitted(new Command.Rollback("a", Optional.empty()));

    settled(deleted(Listing.EMPTY, "a.jar"));

    assertThat(run.state.apps()).isEmpty();
  }

  @Test
  void rolledBack_andForwardAgain_isNoOverrideAnyMore() {
    settled(listing(ONE));
    settled(listing(TWO));
    submitted(new Command.Rollback("a", Optional.of(1L)));

    submitted(new Command.Rollback("a", Optional.of(2L)));

    assertThat(hard().lastGood()).contains(TWO);
    assertThat(hard().lineage().overridden()).isEmpty();
  }

  @Test
  void rolledBack_toWhatFails_isNotTriedForEver() {
    settled(listing(ONE));
    settled(listing(TWO));
    run.node.behave(ONE.digest(), Behaviour.BAD);

    submitted(new Command.Rollback("a", Optional.empty()));

    assertThat(hard().lastGood()).contains(TWO);
    assertThat(hard().failureOf(ONE)).isPresent();
    assertThat(run.node.ready()).allMatch(replica -> replica.version().equals("2")).hasSize(1);
  }

  private void settled(Listing listing) {
    run.list(listing);
    run.settle(() -> {});
  }

  private void submitted(Command command) {
    assertThat(run.submit(Change.of(ALICE, command))).isInstanceOf(Accepted.class);
    run.settle(() -> {});
  }

  private WantedState.Application hard() {
    return run.state.apps().get("a").hard();
  }
}
