package io.jarserve.server.replica;

import io.jarserve.server.json.PluginJson;
import io.jarserve.server.plan.Assignment;
import io.jarserve.server.plugin.Generation;
import io.jarserve.server.plugin.PluginThreads;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A generation and the replicas that hold on to it: loaded for the first, closed after the last,
 * and never loaded again once that failed. One thread: the runner's.
 *
 * <p><b>Starting.</b> A replica is let go when the one before has started, and twice as many with
 * each tick in which they have not. So a thousand applications come up on few threads, and ten slow
 * replicas come up nearly as fast as one.
 */
final class GenerationHold {

  private final Assignment first;
  private final Set<Replica> users = new HashSet<>();
  private final Queue<Replica> toStart = new ArrayDeque<>();
  private int starting;
  private @Nullable Generation loaded;
  private @Nullable LoadFailure failure;

  /** Loaded from what that assignment says; all replicas of a generation say the same. */
  GenerationHold(Assignment first) {
    this.first = first;
  }

  Assignment source() {
    return first;
  }

  void join(Replica replica) {
    users.add(replica);
    toStart.add(replica);
    startSome(starting == 0 ? 1 : 0);
  }

  /**
   * @return whether nobody is left
   */
  boolean leave(Replica replica) {
    users.remove(replica);
    toStart.remove(replica);
    return users.isEmpty();
  }

  void loaded(Generation generation) {
    loaded = generation;
    startSome(1);
  }

  void failed(LoadFailure cause) {
    failure = cause;
    startSome(toStart.size());
  }

  /** One that was starting has ended, one way or another. */
  void startEnded() {
    starting--;
    startSome(1);
  }

  /** Time has passed: lets more go beside those that take long. */
  void tick() {
    startSome(starting);
  }

  /** Whether nobody holds on to it. */
  boolean isUnused() {
    return users.isEmpty();
  }

  /** Whether it could not be loaded. */
  boolean hasFailed() {
    return failure != null;
  }

  /** Whether somebody waits to be let go. */
  boolean isWaiting() {
    return !toStart.isEmpty() && starting > 0;
  }

  /** Null until it is loaded. */
  @Nullable Generation generation() {
    return loaded;
  }

  /** Of a replica that was let go. */
  Generation started() {
    if (loaded == null) {
      throw new IllegalStateException("generation " + first.generation() + " is not loaded");
    }
    return loaded;
  }

  PluginThreads threads() {
    return started().threads();
  }

  PluginJson json() {
    return started().json();
  }

  private void startSome(int most) {
    for (int i = 0; i < most && (loaded != null || failure != null); i++) {
      Replica next = toStart.poll();
      if (next == null) {
        return;
      }
      letGo(next);
    }
  }

  private void letGo(Replica next) {
    if (failure != null) {
      next.cannotLoad(failure);
    } else {
      starting++;
      next.start();
    }
  }
}
