package io.jarserve.server.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNameTest {

  private static final List<String> KNOWN =
      List.of("num_replicas", "max_ongoing_requests", "max_queued_requests", "route_prefix", "id");

  @Test
  void of_slip_findsWhatWasMeant() {
    assertThat(NearestName.of("num_replica", KNOWN)).contains("num_replicas");
    assertThat(NearestName.of("num_repilcas", KNOWN)).contains("num_replicas");
    assertThat(NearestName.of("Num-Replicas", KNOWN)).contains("num_replicas");
    assertThat(NearestName.of("max_queue_requests", KNOWN)).contains("max_queued_requests");
    assertThat(NearestName.of("di", KNOWN)).contains("id");
    assertThat(NearestName.of("max_ongoing", KNOWN)).contains("max_ongoing_requests");
  }

  @Test
  void of_somethingElse_findsNothing() {
    assertThat(NearestName.of("colour", KNOWN)).isEmpty();
    assertThat(NearestName.of("", KNOWN)).isEmpty();
    assertThat(NearestName.of("anything", List.of())).isEmpty();
  }

  @Test
  void hint_nearName_asksAboutIt() {
    assertThat(NearestName.hint("route_prefx", KNOWN)).isEqualTo("; did you mean 'route_prefix'?");
    assertThat(NearestName.hint("colour", KNOWN)).isEmpty();
  }
}
