package io.jarserve.server.controller;

import io.jarserve.server.controller.Narrator.Line;
import io.jarserve.server.model.InstanceEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The last events of this server, for whoever wants to read or to follow them. The controller's
 * thread writes, any thread reads, and neither waits for the other: a reader that is too slow
 * misses the oldest, and sees that by the sequence. Nothing here survives a restart.
 */
public final class EventLog {

  /** So many events are kept. */
  public static final int KEPT = 1024;

  private final AtomicReferenceArray<@Nullable InstanceEvent> ring =
      new AtomicReferenceArray<>(KEPT);
  private final List<Wakeable> subscriptions = new CopyOnWriteArrayList<>();
  private final List<Consumer<List<InstanceEvent>>> listeners = new CopyOnWriteArrayList<>();
  private final Executor messenger;
  private final long before;
  private volatile long last;

  /**
   * @param before sequence of the last event of any earlier start
   */
  EventLog(long before, Executor messenger) {
    this.before = before;
    this.last = before;
    this.messenger = messenger;
  }

  /** Ends what {@link #subscribe} began. */
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  void append(List<Line> lines, Instant at) {
    List<InstanceEvent> events = new ArrayList<>();
    for (Line line : lines) {
      long sequence = last + 1;
      InstanceEvent event = line.event(sequence, at);
      ring.set(slot(sequence), event);
      last = sequence;
      events.add(event);
    }
    if (!events.isEmpty()) {
      listeners.forEach(listener -> messenger.execute(() -> listener.accept(events)));
      subscriptions.forEach(Wakeable::wake);
    }
  }

  /** Sequence of the newest event; any thread. */
  public long last() {
    return last;
  }

  /**
   * The events after that one which are still kept, oldest first; any thread, never waits.
   *
   * @param sequence 0 for all of them
   * @param most how many at a time
   */
  public List<InstanceEvent> after(long sequence, int most) {
    long newest = last;
    List<InstanceEvent> events = new ArrayList<>();
    long next = Math.max(Math.max(sequence, before), newest - KEPT) + 1;
    for (; next <= newest && events.size() < most; next++) {
      InstanceEvent event = ring.get(slot(next));
      if (event != null && event.sequence() == next) { // else it was overwritten meanwhile
        events.add(event);
      }
    }
    return List.copyOf(events);
  }

  /** The last events about an application, oldest first; any thread, never waits. */
  public List<InstanceEvent> of(String application, int most) {
    List<InstanceEvent> all =
        after(0, KEPT).stream()
            .filter(event -> event.application().map(application::equals).orElse(false))
            .toList();
    return all.subList(Math.max(0, all.size() - most), all.size());
  }

  /**
   * Has somebody told of each event from now on, in order and without a gap.
   *
   * @param listener is called by a thread that all share who listen, and must not take long
   */
  public void hear(Consumer<List<InstanceEvent>> listener) {
    listeners.add(listener);
  }

  /**
   * Has somebody told whenever there is news; what it is, is read with {@link #after}. Several
   * events may be told as one.
   *
   * @param news is called by a thread that all share who listen, and must not take long
   */
  public Subscription subscribe(Runnable news) {
    Wakeable subscription = new Wakeable(news);
    subscriptions.add(subscription);
    return subscription;
  }

  private static int slot(long sequence) {
    return (int) (sequence % KEPT);
  }

  private final class Wakeable implements Subscription {
    private final Runnable news;
    private final AtomicBoolean woken = new AtomicBoolean();

    Wakeable(Runnable news) {
      this.news = news;
    }

    void wake() {
      if (woken.compareAndSet(false, true)) {
        messenger.execute(this::tell);
      }
    }

    private void tell() {
      woken.set(false);
      if (subscriptions.contains(this)) {
        news.run();
      }
    }

    @Override
    public void close() {
      subscriptions.remove(this);
    }
  }
}
