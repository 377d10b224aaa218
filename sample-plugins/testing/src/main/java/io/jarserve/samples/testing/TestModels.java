package io.jarserve.samples.testing;

import io.jarserve.api.ModelLease;
import io.jarserve.api.ModelLoader;
import io.jarserve.api.Multiplexed;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Holds every model that was asked for. Used by one thread. */
final class TestModels<M> implements Multiplexed<M> {

  private final ModelLoader<M> loader;
  private final Map<String, M> models = new HashMap<>();

  TestModels(ModelLoader<M> loader) {
    this.loader = loader;
  }

  @Override
  public ModelLease<M> lease(String modelId) throws Exception {
    M known = models.get(modelId);
    M model = known != null ? known : loader.load(modelId);
    models.put(modelId, model);
    return new ModelLease<>() {
      @Override
      public M model() {
        return model;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public Set<String> modelIds() {
    return Set.copyOf(models.keySet());
  }
}
