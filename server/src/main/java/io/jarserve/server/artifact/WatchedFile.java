package io.jarserve.server.artifact;

import io.jarserve.server.artifact.jar.RefusedException.Fault;
import java.time.Duration;
import java.util.Optional;

/**
 * How far one file has come from being seen to being judged. Owned by the scanner's thread; all
 * times are handed in, in nanoseconds.
 *
 * <p>It is looked into once it stayed the same for a moment. What looks torn is looked into again
 * when it has stayed so for longer, and only then told; until then what was told before holds. What
 * failed through no fault of its own is tried again, less and less often.
 */
final class WatchedFile {

  /** How long things take. */
  record Patience(Duration settle, Duration quiet, Duration firstRetry, Duration lastRetry) {
    static final Patience DEFAULTS =
        new Patience(
            Duration.ofMillis(100),
            Duration.ofSeconds(3),
            Duration.ofSeconds(1),
            Duration.ofSeconds(30));

    Patience settling(Duration other) {
      return new Patience(other, quiet, firstRetry, lastRetry);
    }
  }

  private enum Stage {
    /** To be looked into at {@code due}. */
    WAITING,
    /** Being looked into by another thread. */
    UNDER_WAY,
    /** Judged for as long as it stays the same. */
    JUDGED
  }

  private final Patience patience;
  private Look look;
  private long since;
  private Stage stage = Stage.WAITING;
  private long due;
  private int troubles;
  private boolean lookedInto;
  private Optional<Verdict> shown = Optional.empty();

  WatchedFile(Patience patience, Look look, long now) {
    this.patience = patience;
    this.look = look;
    this.since = now;
    this.due = now + patience.settle().toNanos();
  }

  Look look() {
    return look;
  }

  /** What holds: the last verdict that was not provisional. */
  Optional<Verdict> shown() {
    return shown;
  }

  /** The verdict on just what the last look saw; empty while that is not judged. */
  Optional<Verdict> judgement() {
    return stage == Stage.JUDGED ? shown : Optional.empty();
  }

  /** Whether it is known how it is: somebody looked into it, or it is being written. */
  boolean lookedInto() {
    return lookedInto;
  }

  /** Whether a change may come any moment, so that it pays to look often. */
  boolean unsettled() {
    return stage == Stage.WAITING && troubles == 0;
  }

  /** Takes in a look. */
  void see(Look seen, long now) {
    if (!seen.equals(look)) {
      look = seen;
      since = now;
      troubles = 0;
      lookedInto = true;
      waitUntil(now + patience.settle().toNanos());
    }
  }

  /** Whether it is time to look into it. */
  boolean isDue(long now) {
    return stage == Stage.WAITING && due - now <= 0;
  }

  /** How long until then; never when nothing is to be done. */
  long nanosUntilDue(long now) {
    return stage == Stage.WAITING ? Math.max(0, due - now) : Long.MAX_VALUE;
  }

  /** Whether it has stayed the same for so long that nobody is writing it any more. */
  boolean isQuiet(long now) {
    return now - since >= patience.quiet().toNanos();
  }

  /** Somebody begins to look into it. */
  void begin() {
    stage = Stage.UNDER_WAY;
  }

  /** The verdict on another name of the same file holds for this one too. */
  WatchedFile judgeLike(Verdict verdict) {
    lookedInto = true;
    hold(verdict);
    return this;
  }

  /**
   * Takes in what was found.
   *
   * @param at the look that it is about
   * @return whether it is the one that holds from now on
   */
  boolean judge(Look at, Verdict verdict, long now) {
    if (!at.equals(look) || stage != Stage.UNDER_WAY) {
      return false;
    }
    lookedInto = true;
    if (verdict instanceof Verdict.Changed) {
      since = now;
      waitUntil(now + patience.settle().toNanos());
      return false;
    }
    return verdict instanceof Verdict.Refused refused ? refuse(refused, now) : hold(verdict);
  }

  private boolean refuse(Verdict.Refused refused, long now) {
    if (refused.fault() == Fault.TORN && !isQuiet(now)) {
      waitUntil(since + patience.quiet().toNanos());
      return false;
    }
    hold(refused);
    if (refused.fault() == Fault.TROUBLE) {
      waitUntil(now + nextRetry().toNanos());
    }
    return true;
  }

  private boolean hold(Verdict verdict) {
    stage = Stage.JUDGED;
    shown = Optional.of(verdict);
    return true;
  }

  private Duration nextRetry() {
    Duration doubled = patience.firstRetry().multipliedBy(1L << Math.min(troubles, 20));
    troubles++;
    return doubled.compareTo(patience.lastRetry()) < 0 ? doubled : patience.lastRetry();
  }

  private void waitUntil(long time) {
    stage = Stage.WAITING;
    due = time;
  }
}
