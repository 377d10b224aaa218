package io.jarserve.server.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The time of the machine. Nobody moves it by hand, so it has nobody to wait for and nothing to
 * tell.
 *
 * <p>It never goes back: when the machine's clock is set back, it goes on a little slower until the
 * two agree again. Else whatever is to happen in a second would happen an hour and a second later.
 * When the clock is set forward, it follows at once. Any thread.
 */
final class SystemTime implements Time {

  /** So many parts of each second it goes on while it is ahead of the clock. */
  private static final int PARTS = 9;

  private static final int OF = 10;

  private final InstantSource clock;
  private final LongSupplier nanos;

  /** Guarded by this, both. */
  private Instant last;

  private long lastNanos;

  SystemTime() {
    this(InstantSource.system(), System::nanoTime);
  }

  /**
   * @param nanos only go forward
   */
  SystemTime(InstantSource clock, LongSupplier nanos) {
    this.clock = clock;
    this.nanos = nanos;
    this.last = clock.instant();
    this.lastNanos = nanos.getAsLong();
  }

  @Override
  public synchronized Instant instant() {
    Instant now = clock.instant();
    long passed = nanos.getAsLong() - lastNanos;
    Instant least = last.plusNanos(passed / OF * PARTS);
    last = now.isBefore(least) ? least : now;
    lastNanos += passed;
    return last;
  }

  @Override
  public long nanoTime() {
    return nanos.getAsLong();
  }

  @Override
  public <T> BlockingDeque<T> queue() {
    return new LinkedBlockingDeque<>();
  }

  @Override
  public void began() {}

  @Override
  public void ended() {}

  @Override
  public void whenMoved(Consumer<Duration> follower) {}
}
