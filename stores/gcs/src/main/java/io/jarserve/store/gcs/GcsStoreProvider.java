package io.jarserve.store.gcs;

import io.jarserve.store.CheckpointStore;
import io.jarserve.store.CheckpointStoreProvider;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** {@code gs://bucket/path}. */
public final class GcsStoreProvider implements CheckpointStoreProvider {

  @Override
  public String scheme() {
    return "gs";
  }

  @Override
  public CheckpointStore open(URI location) throws IOException {
    String bucket =
        Optional.ofNullable(location.getAuthority())
            .orElseThrow(
                () ->
                    new IOException(
                        "the checkpoint path %s names no bucket; write it as gs://bucket/path"
                            .formatted(location)));
    return new GcsCheckpointStore(GcsClients.open(), bucket, root(location));
  }

  /** What stands before every name: the path without the slash at its beginning, with one after. */
  private static String root(URI location) {
    String path = Optional.ofNullable(location.getPath()).orElse("");
    String inner = path.replaceAll("^/+", "").replaceAll("/+$", "");
    return inner.isEmpty() ? "" : inner + "/";
  }
}
