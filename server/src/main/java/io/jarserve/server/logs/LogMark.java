package io.jarserve.server.logs;

import org.jspecify.annotations.Nullable;

/**
 * For whom a thread works while it logs.
 *
 * @param replica the tag of the replica
 * @param requestId null when it works for no request
 */
public record LogMark(
    String application, String deployment, String replica, @Nullable String requestId) {

  @Override
  public String toString() {
    String id = application + "#" + deployment + "#" + replica;
    return requestId == null ? id : id + " " + requestId;
  }
}
