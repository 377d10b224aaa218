package io.jarserve.store.s3;

import io.jarserve.store.CheckpointStore;
import io.jarserve.store.CheckpointStoreProvider;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** {@code s3://bucket/path}. */
public final class S3StoreProvider implements CheckpointStoreProvider {

  @Override
  public String scheme() {
    return "s3";
  }

  @Override
  public CheckpointStore open(URI location) throws IOException {
    String bucket =
        Optional.ofNullable(location.getAuthority())
            .orElseThrow(
                () ->
                    new IOException(
                        "the checkpoint path %s names no bucket; write it as s3://bucket/path"
                            .formatted(location)));
    return new S3CheckpointStore(S3Clients.open(location), bucket, root(location));
  }

  /** What stands before every name: the path without the slash at its beginning, with one after. */
  private static String root(URI location) {
    String path = Optional.ofNullable(location.getPath()).orElse("");
    String inner = path.replaceAll("^/+", "").replaceAll("/+$", "");
    return inner.isEmpty() ? "" : inner + "/";
  }
}
