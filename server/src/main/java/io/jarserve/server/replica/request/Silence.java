package io.jarserve.server.replica.request;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How long a client has been silent, and what is to be done about it: at half of the limit it is
 * pinged once, past the limit it is given up. Any thread hears; one thread asks.
 *
 * <p>Time that was moved by hand counts too, but goes past a ping only after the client had a
 * moment of real time to answer.
 */
final class Silence {

  static final long ANSWER_NANOS = 1_000_000_000L;

  private final long limit;
  private final AtomicLong ahead = new AtomicLong();
  private volatile long heard;

  /** What this was last asked about; of the one who asks, as those below. */
  private long since;

  private long moved;
  private boolean pinged;
  private long pingedAt;

  /** What to do. */
  enum Remedy {
    NONE,
    PING,
    GIVE_UP
  }

  /**
   * @param limit in nanoseconds; 0 for none
   */
  Silence(long limit) {
    this.limit = limit;
  }

  /** Something came. */
  void heard(long now) {
    heard = now;
  }

  /** Time was moved by hand. */
  void hasten(long nanos) {
    ahead.addAndGet(nanos);
  }

  Remedy remedy(long now) {
    if (limit <= 0) {
      return Remedy.NONE;
    }
    listen();
    moveOn(now);
    long silent = silent(now);
    if (silent > limit) {
      return Remedy.GIVE_UP;
    }
    if (silent > limit / 2 && !pinged) {
      pinged = true;
      pingedAt = now;
      return Remedy.PING;
    }
    return Remedy.NONE;
  }

  private void listen() {
    long newest = heard;
    if (newest != since) {
      since = newest;
      moved = 0;
      pinged = false;
    }
  }

  private void moveOn(long now) {
    long left = ahead.get();
    if (left == 0 || (pinged && now - pingedAt < ANSWER_NANOS)) {
      return;
    }
    long step = pinged ? left : Math.min(left, Math.max(0, limit / 2 + 1 - silent(now)));
    ahead.addAndGet(-step);
    moved += step;
  }

  private long silent(long now) {
    return now - since + moved;
  }
}
