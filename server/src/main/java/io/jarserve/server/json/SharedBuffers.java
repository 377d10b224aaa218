package io.jarserve.server.json;

import java.util.concurrent.atomic.AtomicReferenceArray;
import tools.jackson.core.util.BufferRecycler;
import tools.jackson.core.util.RecyclerPool;

/**
 * The buffers with which JSON of all generations is read and written. They hold bytes and
 * characters and no object of a plugin. A few are kept, whoever finds none free makes one; unlike
 * the pools that come with Jackson it neither locks nor allocates, nor keeps buffers for each
 * thread. Any thread.
 */
enum SharedBuffers implements RecyclerPool<BufferRecycler> {
  POOL;

  private static final int SCATTER = 0x9E3779B9;
  private static final int BITS = 5;
  private static final int MOST = 1 << BITS;
  private static final int TRIES = 4;

  private final transient AtomicReferenceArray<BufferRecycler> free =
      new AtomicReferenceArray<>(MOST);

  @Override
  public BufferRecycler acquirePooled() {
    int start = place();
    for (int i = 0; i < TRIES; i++) {
      int index = (start + i) & (MOST - 1);
      BufferRecycler found = free.getPlain(index) == null ? null : free.getAndSet(index, null);
      if (found != null) {
        return found;
      }
    }
    return new BufferRecycler();
  }

  @Override
  public void releasePooled(BufferRecycler released) {
    int start = place();
    for (int i = 0; i < TRIES; i++) {
      int index = (start + i) & (MOST - 1);
      if (free.getPlain(index) == null && free.compareAndSet(index, null, released)) {
        return;
      }
    }
  }

  /** Threads begin at different places, each always at the same. */
  private static int place() {
    int scattered = (int) Thread.currentThread().getId() * SCATTER;
    return scattered >>> (Integer.SIZE - BITS);
  }
}
