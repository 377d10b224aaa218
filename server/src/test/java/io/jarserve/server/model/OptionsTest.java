package io.jarserve.server.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.jarserve.api.UpdateStrategy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

  private final Options defaults = Options.defaults();

  @Test
  void defaults_areThoseOfTheAnnotation() {
    assertThat(defaults.routePrefix()).isEmpty();
    assertThat(defaults.numReplicas()).isEqualTo(1);
    assertThat(defaults.maxOngoingRequests()).isEqualTo(100);
    assertThat(defaults.maxQueuedRequests()).isEqualTo(1000);
    assertThat(defaults.requestTimeout()).isEqualTo(Duration.ofSeconds(60));
    assertThat(defaults.healthCheckPeriod()).isEqualTo(Duration.ofSeconds(10));
    assertThat(defaults.healthCheckTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(defaults.healthCheckFailureThreshold()).isEqualTo(3);
    assertThat(defaults.gracefulShutdownTimeout()).isEqualTo(Duration.ofSeconds(20));
    assertThat(defaults.updateStrategy()).isEqualTo(UpdateStrategy.ROLLING);
    assertThat(defaults.nonBlocking()).isFalse();
    assertThat(defaults.userConfig()).isEmpty();
  }

  @Test
  void with_durations_takesNumbersOfSecondsAndWords() {
    assertThat(defaults.with(OptionKey.HEALTH_CHECK_PERIOD_S, 0.25).healthCheckPeriod())
        .isEqualTo(Duration.ofMillis(250));
    assertThat(defaults.with(OptionKey.HEALTH_CHECK_PERIOD_S, "2m").healthCheckPeriod())
        .isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void with_valueOutOfRange_namesOptionValueAndRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> defaults.with(OptionKey.NUM_REPLICAS, -1))
        .withMessage(
            "option num_replicas is '-1' but must be a whole number, at least 0 and at most 10000");
  }

  @Test
  void with_wrongForms_areRefused() {
    refused(OptionKey.NUM_REPLICAS, "two");
    refused(OptionKey.NUM_REPLICAS, 1.5);
    refused(OptionKey.HEALTH_CHECK_PERIOD_S, "soon");
    refused(OptionKey.HEALTH_CHECK_PERIOD_S, 0);
    refused(OptionKey.HEALTH_CHECK_PERIOD_S, 1e300);
    refused(OptionKey.ROUTE_PREFIX, "hello");
    refused(OptionKey.ROUTE_PREFIX, "/hello/");
    refused(OptionKey.ROUTE_PREFIX, "/{id}");
    refused(OptionKey.ROUTE_PREFIX, "/-/healthz");
    refused(OptionKey.NON_BLOCKING, "yes");
    refused(OptionKey.UPDATE_STRATEGY, "blue-green");
    refused(OptionKey.USER_CONFIG, "text");
    refused(OptionKey.RESPONSE_CACHE, "on");
    refused(OptionKey.PROBE, "/ready");
    refused(OptionKey.BAKE, 60);
  }

  @Test
  void with_someOfAGroup_leavesTheRestAsItWas() {
    Options authors =
        defaults.withAuthors(
            Map.of(
                OptionKey.RESPONSE_CACHE,
                Map.of("ttl", "30s", "varyQuery", List.of(), "varyHeaders", List.of("X-Tenant"))));
    Options operators =
        authors.with(OptionKey.RESPONSE_CACHE, Map.of("ttl_s", 5, "methods", "get"));

    assertThat(operators.responseCache())
        .isEqualTo(
            new CacheOptions(
                Duration.ofSeconds(5),
                16L * 1024 * 1024,
                List.of("GET"),
                List.of(),
                List.of("X-Tenant")));
    assertThat(defaults.responseCache().isOn()).isFalse();
    assertThat(operators.responseCache().isOn()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ttl_s | -1 | option response_cache.ttl_s is '-1' but must be a number of seconds from 0 to 86400",
        "methods | POST | option response_cache.methods is 'POST' but must be a list of some of GET, HEAD",
        "vary_query | a,b | option response_cache.vary_query is 'a,b' but must be a list of names, such as [page, size]",
        "ttl | 5 | there is no option response_cache.ttl; response_cache has ttl_s, max_bytes, methods, vary_query, vary_headers",
      })
  void with_wrongValueInAGroup_namesItAndWhatIsAllowed(String name, String value, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> defaults.with(OptionKey.RESPONSE_CACHE, Map.of(name, value)))
        .withMessage(message);
  }

  @Test
  void rollsTo_onlyForOptionsThatRoll() {
    assertThat(defaults.rollsTo(defaults.with(OptionKey.NUM_REPLICAS, 5))).isFalse();
    assertThat(defaults.rollsTo(defaults.with(OptionKey.USER_CONFIG, Map.of("a", 1)))).isFalse();
    assertThat(defaults.rollsTo(defaults.with(OptionKey.NON_BLOCKING, true))).isTrue();
  }

  @Test
  void toYaml_hasEveryOptionAndReadsBack() {
    Map<String, Object> yaml = defaults.with(OptionKey.HEALTH_CHECK_PERIOD_S, 0.5).toYaml();
    assertThat(yaml).hasSize(OptionKey.values().length).containsEntry("health_check_period_s", 0.5);
    Options again = defaults;
    for (OptionKey key : OptionKey.values()) {
      again = again.with(key, yaml.get(key.yamlName()));
    }
    assertThat(again.toYaml()).isEqualTo(yaml);
  }

  @Test
  void annotationName_followsTheYamlName() {
    assertThat(OptionKey.HEALTH_CHECK_PERIOD_S.annotationName()).isEqualTo("healthCheckPeriod");
    assertThat(OptionKey.NUM_REPLICAS.annotationName()).isEqualTo("numReplicas");
  }

  private void refused(OptionKey key, Object value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> defaults.with(key, value))
        .withMessageContaining(key.yamlName())
        .withMessageContaining(value.toString());
  }
}
