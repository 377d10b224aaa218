package io.jarserve.server.routing;

import static io.jarserve.server.routing.CachedAnswer.FORWARDED;
import static io.jarserve.server.routing.CachedAnswer.STORED;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpField;
import org.jspecify.annotations.Nullable;

/**
 * One exchange on its way to a replica, its leader, and those that wait for the same answer.
 *
 * <p><b>It lands once.</b> With an answer that may be kept: all get it. With another one, an error
 * of the deployment's among them: those that wait go to replicas, each by itself, because what the
 * next one brings would not help them either. Without any, because the leader's client went or its
 * time was up: those that wait are looked at anew, and one of them leads.
 *
 * <p>Nobody is left behind: who joins adds itself first and looks whether it has landed afterwards,
 * who lands says so first and looks for those that wait afterwards. Any thread.
 */
final class Flight implements Seat {

  private static final int GONE = 499;

  private final ResponseCache cache;
  private final List<String> key;
  private final int changes;
  private final Set<Exchange> waiting = ConcurrentHashMap.newKeySet();
  private final Waiting waitingSeat = new Waiting();
  private volatile boolean landed;

  /**
   * @param changes how often what is under the path had been changed at the start
   */
  Flight(ResponseCache cache, List<String> key, int changes) {
    this.cache = cache;
    this.key = key;
    this.changes = changes;
  }

  List<String> key() {
    return key;
  }

  int changes() {
    return changes;
  }

  /**
   * Waits for the answer, until its own time is up.
   *
   * @param most may wait, about
   * @return false: it has landed, or too many wait
   */
  boolean join(Exchange exchange, int most) {
    if (landed || waiting.size() >= most) {
      return false;
    }
    exchange.sit(waitingSeat);
    waiting.add(exchange);
    exchange.waits();
    if (landed && waiting.remove(exchange)) {
      exchange.sit(null);
      return false;
    }
    return true;
  }

  @Override
  public void send(Exchange leader, int status, HttpField[] fields, @Nullable ByteBuffer body) {
    leader.sit(null);
    CachedAnswer answer = cache.keep(this, leader, status, fields, body);
    if (answer == null) {
      leader.whole(status, fields, body);
      land(cache::find);
    } else {
      cache.give(answer, leader, cache.isOwn(leader) ? STORED : FORWARDED);
      land(answer);
    }
  }

  @Override
  public void begun(Exchange leader, int status) {
    leader.sit(null);
    cache.keepNot(this, leader, status);
    land(cache::find);
  }

  @Override
  public void over(Exchange leader, int status) {
    boolean unanswered = status == GONE || status == Refusal.DEADLINE.status();
    land(unanswered ? cache::again : cache::find);
  }

  /** Lands with that answer. */
  void land(CachedAnswer answer) {
    land(exchange -> cache.giveCollapsed(answer, exchange));
  }

  private void land(Consumer<Exchange> each) {
    landed = true;
    cache.landed(this);
    for (Exchange exchange : List.copyOf(waiting)) {
      if (waiting.remove(exchange)) {
        exchange.sit(null);
        each.accept(exchange);
      }
    }
  }

  /** The seat of all that wait. */
  private final class Waiting implements Seat {

    @Override
    public void over(Exchange exchange, int status) {
      waiting.remove(exchange);
    }
  }
}
