package io.jarserve.server.checkpoint;

import io.jarserve.store.CheckpointStore;
import io.jarserve.store.Content;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** A store that takes nothing and holds nothing. */
abstract class NoVerbs implements CheckpointStore {

  @Override
  public boolean create(String name, Content content) {
    return false;
  }

  @Override
  public Optional<InputStream> get(String name) {
    return Optional.empty();
  }

  @Override
  public List<String> list(String prefix) {
    return List.of();
  }

  @Override
  public void delete(String name) {}
}
