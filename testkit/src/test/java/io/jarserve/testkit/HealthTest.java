package io.jarserve.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.model.InstanceStatus.ReplicaView;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@JarserveTest(Greeter.class)
@Timeout(300)
class HealthTest {

  private static final Duration PERIOD = Duration.ofSeconds(12);

  @Served private JarserveServer server;

  @Test
  void failHealthCheck_untilTheNextOne_takesTheReplicaOutOfRoutingAndBackIn() {
    Greeter before = server.instance(Greeter.class);
    server.failHealthCheck(Greeter.class);
    assertThat(server.http().get("/greet").statusCode()).isEqualTo(200);

    server.advance(PERIOD);
    assertThat(server.http().get("/greet").statusCode()).isEqualTo(503);

    server.passHealthCheck(Greeter.class);
    server.advance(PERIOD);
    assertThat(server.http().get("/greet").statusCode()).isEqualTo(200);
    assertThat(server.instance(Greeter.class)).isSameAs(before);
  }

  @Test
  void failHealthCheck_asOftenAsTheThreshold_getsTheReplicaReplaced() {
    Greeter before = server.instance(Greeter.class);
    server.failHealthCheck("greeter");
    server.advance(PERIOD.multipliedBy(3));

    server.awaitRunning();
    assertThat(server.http().get("/greet").statusCode()).isEqualTo(200);
    assertThat(server.instance(Greeter.class)).isNotSameAs(before);
    assertThat(server.status().applications().get("test").lastError().message())
        .contains("the test made this health check fail");
  }

  @Test
  void killReplica_always_getsItReplaced() {
    Greeter before = server.instance(Greeter.class);

    assertThat(server.killReplica("greeter")).isEqualTo(before.replicaId());

    server.awaitRunning();
    assertThat(server.http().get("/greet").statusCode()).isEqualTo(200);
    assertThat(server.status().applications().get("test").deployments().get("greeter").replicas())
        .filteredOn(ReplicaView::healthy)
        .singleElement()
        .satisfies(now -> assertThat(now.replicaId()).isNotEqualTo(before.replicaId()));
  }
}
