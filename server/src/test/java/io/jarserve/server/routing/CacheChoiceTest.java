package io.jarserve.server.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.metrics.Meters;
import io.jarserve.server.model.OptionKey;
import io.jarserve.server.model.Options;
import io.jarserve.server.model.ReplicaId;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CacheChoiceTest {

  private static final Options OFF = Options.defaults();
  private static final Options ON =
      OFF.with(OptionKey.RESPONSE_CACHE, Map.of("ttl_s", 60, "max_bytes", 1000));

  private final Meters meters = new Meters();
  private final CacheChoice choice =
      new CacheChoice(new Nowhere(), meters.deployment("app", "Main"), System::nanoTime);

  @AfterEach
  void close() {
    meters.close();
  }

  @Test
  void targets_withoutTheOption_haveNoCache() {
    choice.options(OFF);

    assertThat(choice.targets(serving(1))).isNull();
    assertThat(meters.scrape()).doesNotContain("jarserve_response_cache_hits_total{");
  }

  @Test
  void targets_ofOneGeneration_keepTheirCache() {
    choice.options(ON);
    ResponseCache cache = choice.targets(serving(1));

    assertThat(cache).isNotNull();
    assertThat(choice.targets(serving(1, 1))).isSameAs(cache);
    assertThat(choice.options(ON.with(OptionKey.NUM_REPLICAS, 3))).isSameAs(cache);
  }

  @Test
  void targets_duringAnUpdate_haveTheOldCacheUntilTheLastOldOneLeft() {
    choice.options(ON);
    ResponseCache old = choice.targets(serving(1, 1));

    assertThat(choice.targets(serving(1, 1, 2))).isSameAs(old);
    assertThat(choice.targets(serving(1, 2, 2))).isSameAs(old);
    assertThat(choice.targets(serving(2, 2))).isNotNull().isNotSameAs(old);
  }

  @Test
  void targets_noneForAWhile_keepTheCacheOfTheirGenerationAlone() {
    choice.options(ON);
    ResponseCache old = choice.targets(serving(1));

    assertThat(choice.targets(serving())).isSameAs(old);
    assertThat(choice.targets(serving(1))).isSameAs(old);
    assertThat(choice.targets(serving())).isSameAs(old);
    assertThat(choice.targets(serving(2))).isNotNull().isNotSameAs(old);
  }

  @Test
  void options_thatChangeAnswers_beginAnew() {
    choice.options(ON);
    ResponseCache first = choice.targets(serving(1));
    Options longer = ON.with(OptionKey.RESPONSE_CACHE, Map.of("ttl_s", 61));
    ResponseCache second = choice.options(longer);
    ResponseCache third = choice.options(longer.with(OptionKey.USER_CONFIG, Map.of("a", 1)));

    assertThat(second).isNotNull().isNotSameAs(first);
    assertThat(third).isNotNull().isNotSameAs(second);
    assertThat(choice.anew()).isNotNull().isNotSameAs(third);
    assertThat(choice.options(OFF)).isNull();
  }

  @Test
  void none_thenTheSameGenerationAgain_beginsAnew() {
    choice.options(ON);
    ResponseCache before = choice.targets(serving(1));

    assertThat(choice.none()).isNull();
    assertThat(choice.targets(serving(1))).isNotNull().isNotSameAs(before);
  }

  private static Map<ReplicaId, Long> serving(long... generations) {
    Map<ReplicaId, Long> serving = new HashMap<>();
    for (int i = 0; i < generations.length; i++) {
      serving.put(new ReplicaId(RoutingServer.APP, "r" + i), generations[i]);
    }
    return serving;
  }

  /** No exchange is sent on its way here. */
  private static final class Nowhere implements ResponseCache.Way {
    @Override
    public void find(Exchange exchange) {
      throw new AssertionError(exchange);
    }

    @Override
    public void accept(Exchange exchange) {
      throw new AssertionError(exchange);
    }

    @Override
    public int most() {
      return 0;
    }
  }
}
