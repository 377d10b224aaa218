package io.jarserve.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.cli.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RehearsalTest {

  @Test
  void rehearsal_everyCommand_doesWhatItShould() throws Exception {
    StringWriter said = new StringWriter();
    PrintWriter both = new PrintWriter(said, true);

    assertThat(Rehearsal.run(both, both)).as(said.toString()).isEqualTo(ExitCode.OK);

    assertThat(said.toString())
        .contains(
            "1 of 1 applications run as wanted",
            "\"replica_id\" : \"a#A#1\"",
            "a: updated, version 1",
            "a: RUNNING, 1 of 1 replicas ready",
            "serving");
  }
}
