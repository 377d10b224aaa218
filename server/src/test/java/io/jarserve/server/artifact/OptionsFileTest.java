package io.jarserve.server.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarserve.server.artifact.jar.RefusedException;
import io.jarserve.server.artifact.jar.RefusedException.Fault;
import io.jarserve.server.model.CacheOptions;
import io.jarserve.server.model.DeploymentSpec;
import io.jarserve.server.model.OptionKey;
import io.jarserve.server.model.Options;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionsFileTest {

  @Test
  void over_ofOneDeployment_setsEveryOption() throws RefusedException {
    String yaml =
        """
        route_prefix: /other
        num_replicas: 4
        max_ongoing_requests: 7
        max_queued_requests: 0
        request_timeout_s: 0.25
        max_request_bytes: 1000
        health_check_period_s: 5
        health_check_timeout_s: 1.5
        health_check_failure_threshold: 2
        start_timeout_s: 120
        graceful_shutdown_timeout_s: 0
        update_strategy: RECREATE
        non_blocking: true
        response_cache: {ttl_s: 30, vary_headers: [Accept-Language]}
        probe: {path: /ready}
        bake: {time_s: 60}
        user_config:
          greeting: hello
          nested: {list: [1, two, 3.5], nothing: null}
        """;

    Options options = only(over(yaml, "Greeter")).options();

    assertThat(options.routePrefix()).contains("/other");
    assertThat(options.numReplicas()).isEqualTo(4);
    assertThat(options.requestTimeout()).isEqualTo(Duration.ofMillis(250));
    assertThat(options.userConfig()).containsEntry("greeting", "hello").containsKey("nested");
    for (OptionKey key : OptionKey.values()) {
      assertThat(options.get(key)).as(key.yamlName()).isNotEqualTo(Options.defaults().get(key));
    }
  }

  @Test
  void over_withSingleDeployments_goesFromAuthorToAllToSingle() throws RefusedException {
    String yaml =
        """
        num_replicas: 2
        max_ongoing_requests: 5
        deployments:
          - name: B
            num_replicas: 3
            route_prefix: /b
        """;

    List<DeploymentSpec> merged = over(yaml, "A", "B");

    assertThat(merged).extracting(DeploymentSpec::name).containsExactly("A", "B");
    assertThat(merged).extracting(d -> d.options().numReplicas()).containsExactly(2, 3);
    assertThat(merged).extracting(d -> d.options().maxOngoingRequests()).containsExactly(5, 5);
    assertThat(merged.get(1).options().routePrefix()).contains("/b");
  }

  @Test
  void over_someOfAGroup_leavesWhatAuthorAndAllHaveSaid() throws RefusedException {
    Options authors =
        Options.defaults().with(OptionKey.RESPONSE_CACHE, Map.of("vary_headers", "X-Tenant"));
    String yaml =
        """
        response_cache: {ttl_s: 30, vary_query: []}
        deployments:
          - name: A
            response_cache: {ttl_s: 5}
        """;

    CacheOptions cache =
        only(OptionsFile.parse("app.yaml", yaml)
                .over(List.of(new DeploymentSpec("A", "demo.A", authors))))
            .options()
            .responseCache();

    assertThat(cache.ttl()).isEqualTo(Duration.ofSeconds(5));
    assertThat(cache.varyQuery()).isEmpty();
    assertThat(cache.varyHeaders()).containsExactly("X-Tenant");
  }

  @Test
  void over_withoutAnything_keepsTheAuthorsOptions() throws RefusedException {
    DeploymentSpec authored =
        new DeploymentSpec("A", "demo.A", Options.defaults().with(OptionKey.NUM_REPLICAS, 9));

    assertThat(OptionsFile.parse("app.yaml", "# nothing\n").over(List.of(authored)))
        .containsExactly(authored);
    assertThat(OptionsFile.none().over(List.of(authored))).containsExactly(authored);
  }

  @Test
  void parse_ofAnUnknownOption_namesLineAndNearestName() {
    assertRefused(
        "num_replicas: 1\nmax_ongoing_request: 3\n",
        "app.yaml, line 2: there is no option 'max_ongoing_request' here; did you mean 'max_ongoing_requests'?");
  }

  @Test
  void parse_ofACamelCaseOption_namesTheSnakeCaseOne() {
    assertRefused("numReplicas: 1", "line 1", "did you mean 'num_replicas'?");
  }

  @Test
  void parse_ofAnOptionThatIsLikeNone_namesThemAll() {
    assertRefused("color: red", "line 1", "'color'", "deployments", "num_replicas", "user_config");
  }

  @Test
  void parse_ofAnUnknownOptionOfOneDeployment_namesItsLine() {
    assertRefused(
        "deployments:\n  - name: A\n    num_replica: 2\n",
        "line 3",
        "did you mean 'num_replicas'?");
  }

  @Test
  void parse_ofValuesOutOfRange_namesLineValueAndRange() {
    assertRefused("num_replicas: -1", "line 1", "num_replicas is '-1'", "at least 0");
    assertRefused("\n\nmax_ongoing_requests: 0", "line 3", "max_ongoing_requests is '0'");
    assertRefused("num_replicas: many", "num_replicas is 'many'", "a whole number");
    assertRefused("num_replicas: 1.5", "num_replicas is '1.5'");
    assertRefused("health_check_period_s: soon", "'soon'", "a number of seconds");
    assertRefused("update_strategy: blue-green", "'blue-green'", "one of rolling, recreate");
    assertRefused("non_blocking: maybe", "'maybe'", "true or false");
    assertRefused("route_prefix: hello", "'hello'", "a path such as /hello");
    assertRefused("user_config: [1]", "user_config is '[1]'", "a map");
  }

  @Test
  void parse_ofAnOptionWithoutValue_saysSo() {
    assertRefused("num_replicas:\n", "line 1", "num_replicas has no value");
  }

  @Test
  void parse_ofAKeyTwice_namesIt() {
    assertThatThrownBy(() -> OptionsFile.parse("app.yaml", "num_replicas: 1\nnum_replicas: 2\n"))
        .hasMessageContaining("app.yaml")
        .hasMessageContaining("num_replicas");
  }

  @Test
  void parse_ofWhatIsNoYaml_isTornAndNamesTheLine() {
    assertThatThrownBy(() -> OptionsFile.parse("app.yaml", "a: b\nc: [1, 2\nd: e\n"))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.fault()).isEqualTo(Fault.TORN))
        .hasMessageContaining("app.yaml, line");
  }

  @Test
  void parse_ofDeploymentsThatAreNoList_saysWhatTheyMustBe() {
    assertRefused("deployments: 3", "line 1", "must be a list of maps");
    assertRefused("deployments:\n  - A\n", "'A'", "must be a map with a name");
    assertRefused("deployments:\n  - num_replicas: 1\n", "line 2", "has no name");
    assertRefused("deployments:\n  - name: [x]\n", "line 2", "name is '[x]'");
  }

  @Test
  void parse_ofADeploymentTwice_namesBothLines() {
    assertRefused(
        "deployments:\n  - name: A\n    num_replicas: 1\n  - name: A\n    num_replicas: 2\n",
        "line 4",
        "'A'",
        "first on line 2");
  }

  @Test
  void over_ofAnUnknownDeployment_namesTheNearestAndAll() {
    assertThatThrownBy(() -> over("\ndeployments:\n  - name: Greter\n", "Greeter", "Other"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("line 3")
        .hasMessageContaining("'Greter'")
        .hasMessageContaining("only Greeter, Other")
        .hasMessageContaining("did you mean 'Greeter'?");
  }

  @Test
  void over_ofOneRoutePrefixForAll_saysWhereToSetIt() {
    assertThatThrownBy(() -> over("route_prefix: /x\n", "A", "B"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("app.yaml, line 1")
        .hasMessageContaining("'/x'")
        .hasMessageContaining("below 'deployments'");
  }

  @Test
  void over_ofTwoDeploymentsOnOneRoute_namesFileAndBoth() {
    String yaml =
        """
        deployments:
          - {name: A, route_prefix: /x}
          - {name: B, route_prefix: /x}
        """;

    assertThatThrownBy(() -> over(yaml, "A", "B"))
        .isInstanceOf(RefusedException.class)
        .hasMessageStartingWith("app.yaml: ")
        .hasMessageContaining("'A'")
        .hasMessageContaining("'B'");
  }

  @Test
  void over_withAnEmptyPrefix_takesTheRouteAway() throws RefusedException {
    DeploymentSpec authored =
        new DeploymentSpec(
            "A", "demo.A", Options.defaults().with(Map.of(OptionKey.ROUTE_PREFIX, "/a")));

    List<DeploymentSpec> merged =
        OptionsFile.parse("app.yaml", "route_prefix: ''").over(List.of(authored));

    assertThat(only(merged).options().routePrefix()).isEmpty();
  }

  private static void assertRefused(String yaml, String... reasons) {
    assertThatThrownBy(() -> OptionsFile.parse("app.yaml", yaml))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.fault()).isEqualTo(Fault.BAD))
        .message()
        .contains(reasons);
  }

  private static List<DeploymentSpec> over(String yaml, String... names) throws RefusedException {
    return OptionsFile.parse("app.yaml", yaml)
        .over(
            Arrays.stream(names)
                .map(name -> new DeploymentSpec(name, "demo." + name, Options.defaults()))
                .toList());
  }

  private static DeploymentSpec only(List<DeploymentSpec> deployments) {
    assertThat(deployments).hasSize(1);
    return deployments.get(0);
  }
}
