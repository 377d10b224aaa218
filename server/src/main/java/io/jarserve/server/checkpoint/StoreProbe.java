package io.jarserve.server.checkpoint;

import io.jarserve.store.Content;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/**
 * Tries out at the start what everything rests on: that an object is made only where there is none.
 * Some stores accept the condition and pass over it. Stateless.
 */
final class StoreProbe {

  private static final int MOST_BYTES = 1024;

  private StoreProbe() {}

  /**
   * Writes an object of its own, and removes it again.
   *
   * @throws CheckpointException when the store cannot be used, or must not be; says what to do
   */
  static void check(BoundedStore store) throws CheckpointException {
    String name = "probe/" + UUID.randomUUID();
    try {
      boolean first = store.create(name, content("first"));
      boolean second = store.create(name, content("second"));
      byte[] there =
          store.get(name, MOST_BYTES).orElseThrow(() -> new IOException(name + " is not there"));
      store.delete(name);
      judge(store, first, second, there);
    } catch (IOException e) {
      throw new CheckpointException(
          "the checkpoint path %s cannot be used: %s; make it reachable and give this user the right to create, read, list and delete objects there, or choose another with --checkpoint-path"
              .formatted(store.location(), e),
          e);
    }
  }

  private static void judge(BoundedStore store, boolean first, boolean second, byte[] there)
      throws CheckpointException {
    boolean honoured =
        first && !second && Arrays.equals(there, "first".getBytes(StandardCharsets.UTF_8));
    if (!honoured) {
      throw new CheckpointException(
          "the checkpoint path %s is no safe place: asked to make an object only where there is none, it %s; two servers there could overwrite each other's state; choose a store that honours conditional writes with --checkpoint-path"
              .formatted(store.location(), what(first, second)),
          null);
    }
  }

  private static String what(boolean first, boolean second) {
    if (!first) {
      return "said that a new name is taken";
    }
    return second ? "made it a second time" : "changed the one that was there";
  }

  private static Content content(String text) {
    return Content.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
