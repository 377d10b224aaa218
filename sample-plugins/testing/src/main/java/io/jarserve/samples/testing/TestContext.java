package io.jarserve.samples.testing;

import io.jarserve.api.BatchFunction;
import io.jarserve.api.BatchOptions;
import io.jarserve.api.Batcher;
import io.jarserve.api.ModelLoader;
import io.jarserve.api.Multiplexed;
import io.jarserve.api.ReplicaContext;
import io.jarserve.api.UserConfig;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** The context of a replica made in a test. */
public record TestContext(String replicaId, Map<String, Object> config) implements ReplicaContext {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  public TestContext {
    config = Map.copyOf(config);
  }

  public TestContext(String replicaId) {
    this(replicaId, Map.of());
  }

  @Override
  public String application() {
    return "test";
  }

  @Override
  public String version() {
    return "1.0";
  }

  @Override
  public String deployment() {
    return "test";
  }

  @Override
  public Logger logger() {
    return LoggerFactory.getLogger("test");
  }

  @Override
  public UserConfig userConfig() {
    return new UserConfig() {
      @Override
      public Map<String, Object> values() {
        return config;
      }

      @Override
      public <T> T as(Class<T> type) {
        return JSON.convertValue(config, type);
      }
    };
  }

  @Override
  public <A, B> Batcher<A, B> batcher(BatchOptions options, BatchFunction<A, B> function) {
    return new TestBatcher<>(options, function);
  }

  @Override
  public <M> Multiplexed<M> multiplexed(int maxModels, ModelLoader<M> loader) {
    return new TestModels<>(loader);
  }
}
