package io.jarserve.server.logs;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Takes entries from any thread to one that writes. {@link #offer} takes no lock and never waits:
 * when too much is on its way already, the entry is dropped and counted. The writer lets entries
 * gather for some milliseconds, so that busy threads do not have to wake it for each.
 *
 * <p>Entries are bounded by their weight, in bytes or so.
 */
final class LineQueue<E extends LineQueue.Entry> implements AutoCloseable {

  /** What is queued. */
  interface Entry {
    /** About how many bytes it holds. */
    int weight();
  }

  private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final int OVERHEAD = 64;
  private static final long PATIENCE_MILLIS = 2000;
  private static final int ROUND = 10_000;

  private final ConcurrentLinkedQueue<E> queue = new ConcurrentLinkedQueue<>();
  private final AtomicLong weight = new AtomicLong();
  private final LongAdder dropped = new LongAdder();
  private final AtomicBoolean idle = new AtomicBoolean();
  private final long most;
  private final Consumer<E> write;
  private final Runnable written;
  private final Thread writer;
  private volatile boolean closing;

  /**
   * @param most how much weight may be on its way
   * @param write called by the writer for each entry; must not throw
   * @param written called by the writer after each round of them; must not throw
   */
  LineQueue(String threadName, long most, Consumer<E> write, Runnable written) {
    this.most = most;
    this.write = write;
    this.written = written;
    this.writer = new Thread(this::run, threadName);
    writer.setDaemon(true);
    writer.setContextClassLoader(LineQueue.class.getClassLoader());
    writer.start();
  }

  /** Queues an entry, or drops it. */
  void offer(E entry) {
    if (closing || !reserve(entry.weight() + OVERHEAD)) {
      dropped.increment();
    } else {
      add(entry);
    }
  }

  /** Queues an entry, whatever is queued already. */
  void offerAlways(E entry) {
    weight.addAndGet(entry.weight() + OVERHEAD);
    add(entry);
  }

  private boolean reserve(long heavy) {
    if (weight.addAndGet(heavy) <= most) {
      return true;
    }
    weight.addAndGet(-heavy);
    return false;
  }

  private void add(E entry) {
    queue.add(entry);
    if (idle.get() && idle.compareAndSet(true, false)) {
      LockSupport.unpark(writer);
    }
  }

  /** How many entries there was no place for. */
  long dropped() {
    return dropped.sum();
  }

  private void run() {
    while (!closing || !queue.isEmpty()) {
      if (drained()) {
        gather();
      } else {
        sleep();
      }
    }
  }

  private boolean drained() {
    int count = 0;
    for (E entry = queue.poll(); entry != null; entry = count < ROUND ? queue.poll() : null) {
      weight.addAndGet(-(entry.weight() + OVERHEAD));
      write.accept(entry);
      count++;
    }
    written.run();
    return count > 0;
  }

  private void gather() {
    if (!closing) {
      LockSupport.parkNanos(this, GATHER_NANOS);
    }
  }

  private void sleep() {
    idle.set(true);
    while (idle.get() && queue.isEmpty() && !closing) {
      LockSupport.park(this);
    }
    idle.set(false);
  }

  /** Writes what is queued and ends; a writer that hangs is left behind after a while. */
  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(writer);
    try {
      writer.join(PATIENCE_MILLIS);
    } catch (InterruptedException notNow) {
      Thread.currentThread().interrupt();
    }
  }
}
