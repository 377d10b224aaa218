package io.jarserve.server.routing;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.eclipse.jetty.http.HttpField;
import org.jspecify.annotations.Nullable;

/**
 * How often what is under each path was changed by a request, as far as the status of the answer
 * tells. Many paths share one counter, so a change may be taken for one of another path too, which
 * costs a miss and nothing else. Any thread.
 */
final class Changing {

  private static final int COUNTERS = 1 << 10;
  private static final int SCATTER = 0x9E3779B9;

  private final AtomicIntegerArray counters = new AtomicIntegerArray(COUNTERS);

  /** Another number after each change. */
  int count(String path) {
    return counters.get(index(path));
  }

  /** The seat of a request that may change what is under a path. */
  Seat seat(String path) {
    return new Change(index(path));
  }

  private static int index(String path) {
    return (path.hashCode() * SCATTER) >>> 22;
  }

  /** Counts before the client can know of the change. */
  private final class Change implements Seat {
    private final int index;

    private Change(int index) {
      this.index = index;
    }

    @Override
    public void send(Exchange exchange, int status, HttpField[] fields, @Nullable ByteBuffer body) {
      begun(exchange, status);
      exchange.whole(status, fields, body);
    }

    @Override
    public void begun(Exchange exchange, int status) {
      if (status >= 200 && status < 400) {
        counters.incrementAndGet(index);
      }
    }
  }
}
