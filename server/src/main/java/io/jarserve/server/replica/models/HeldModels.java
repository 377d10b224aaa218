package io.jarserve.server.replica.models;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Which models a replica holds, for the router and for those who look. Any thread. */
public final class HeldModels {

  private final List<OwnModels<?>> all = new CopyOnWriteArrayList<>();

  public void add(OwnModels<?> models) {
    all.add(models);
  }

  /** Whether the deployment keeps models at all. */
  public boolean isMultiplexed() {
    return !all.isEmpty();
  }

  /** How many times the deployment asked for a place to keep models. */
  public int count() {
    return all.size();
  }

  /** Whether a model is there or on its way; allocates nothing to speak of. */
  public boolean holds(String modelId) {
    for (OwnModels<?> models : all) {
      if (models.holds(modelId)) {
        return true;
      }
    }
    return false;
  }

  /** Whether one more may come without another having to leave. */
  public boolean haveRoom() {
    for (OwnModels<?> models : all) {
      if (!models.haveRoom()) {
        return false;
      }
    }
    return true;
  }

  public Set<String> ids() {
    return all.stream().flatMap(m -> m.modelIds().stream()).collect(Collectors.toSet());
  }

  /** The replica has stopped: all leave. For threads of the replica. */
  public void end() {
    all.forEach(OwnModels::end);
  }
}
