package io.jarserve.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@JarserveTest(Greeter.class)
@Timeout(300)
class InProcessTest {

  @Served private static JarserveServer shared;
  @Served private JarserveServer server;
  @Served private Greeter greeter;

  @Test
  void get_ofAServedClass_answersOverHttp(JarserveClient http) {
    HttpResponse<String> answer = http.get("/greet?name=Ada");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("hello Ada");
    assertThat(answer.headers().firstValue("X-Request-ID")).isPresent();
  }

  @Test
  void instance_ofAServedClass_isTheOneThatAnswers(JarserveClient http) {
    int before = greeter.greetings();
    http.get("/greet");

    assertThat(greeter.greetings()).isEqualTo(before + 1);
    assertThat(greeter.getClass()).isSameAs(Greeter.class);
  }

  @Test
  void parameters_andFields_areTheSame(
      JarserveServer parameter, Greeter instance, JarserveClient http) {
    assertThat(parameter).isSameAs(server).isSameAs(shared);
    assertThat(instance).isSameAs(greeter).isSameAs(server.instance(Greeter.class));
    assertThat(http).isSameAs(server.http());
  }

  @Test
  void status_ofAServedClass_isWhatProductionTells() {
    assertThat(server.status().applications().get("test").deployments().get("greeter").replicas())
        .singleElement()
        .satisfies(replica -> assertThat(replica.replicaId()).isEqualTo(greeter.replicaId()));
  }

  @Test
  void instance_ofAClassThatIsNotServed_namesThoseThatAre() {
    assertThatThrownBy(() -> server.instance(Sleeper.class))
        .hasMessage("no deployment 'Sleeper' is served, only [test#greeter]");
  }

  @Test
  void uri_withoutSlash_saysHowItShouldBe() {
    assertThatThrownBy(() -> server.http().uri("greet")).hasMessageContaining("'/greet'");
  }

  @Nested
  class Inside {
    @Test
    void nestedClass_always_sharesTheServer(JarserveServer server) {
      assertThat(server).isSameAs(shared);
    }
  }
}
