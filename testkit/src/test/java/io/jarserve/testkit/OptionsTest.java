package io.jarserve.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

@JarserveTest(
    value = {Greeter.class, Sleeper.class},
    application = "shop",
    options =
        """
        deployments:
          - name: greeter
            num_replicas: 2
            user_config:
              word: welcome
        """)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(300)
class OptionsTest {

  @Served private JarserveServer server;

  @Test
  @Order(1)
  void options_atTheStart_holdFromTheFirstRequestOn() {
    assertThat(server.http().get("/greet?name=Ada").body()).isEqualTo("welcome Ada");
    assertThat(server.instances(Greeter.class)).hasSize(2);
    assertThat(server.instances(Sleeper.class)).hasSize(1);
    assertThat(server.status().applications()).containsOnlyKeys("shop");
  }

  @Test
  @Order(2)
  void options_changed_reachTheRunningReplicas() {
    Greeter before = server.instance(Greeter.class);
    server.options("{deployments: [{name: greeter, user_config: {word: good day}}]}");

    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> assertThat(server.http().get("/greet").body()).isEqualTo("good day world"));
    assertThat(server.instance(Greeter.class)).isSameAs(before);
  }

  @Test
  @Order(3)
  void options_ofTheTestBefore_areGone() {
    assertThat(server.http().get("/greet?name=Ada").body()).isEqualTo("welcome Ada");
    assertThat(server.instances(Greeter.class)).hasSize(2);
  }

  @Test
  @Order(4)
  void options_thatAreWrong_fail() {
    server.options("num_replica: 3");

    assertThat(server.awaitFailure())
        .contains("shop.yaml is refused")
        .contains("did you mean 'num_replicas'?");
  }

  @Test
  @Order(5)
  void options_thatTheDeploymentRefuses_leaveTheOnesBefore() {
    server.options("{deployments: [{name: greeter, user_config: {wrod: hello}}]}");

    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(server.status().toString())
                    .contains("user_config was rejected and the one before stays"));
    assertThat(server.http().get("/greet?name=Ada").body()).isEqualTo("welcome Ada");
  }
}
