package io.jarserve.server.routing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.jarserve.server.metrics.CacheMeter;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.routing.CacheRules.Use;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/**
 * Answers of one generation of a deployment that are given again without asking a replica. Of the
 * requests that miss the same answer one goes to a replica, and the others wait for what it brings:
 * see {@link Flight}. When an answer was not to be kept, the next ones under its key do not wait.
 *
 * <p>Another generation, other options or another user config get another object, so that nothing
 * of the one before is ever found in it. Any thread; nothing survives the process.
 */
final class ResponseCache {

  /** Where exchanges go that get nothing here. */
  interface Way {
    /** To a replica. */
    void find(Exchange exchange);

    /** Whatever is right for one that has just come. */
    void accept(Exchange exchange);

    /** How many may wait for one answer. */
    int most();
  }

  /**
   * What is known of a key.
   *
   * @param answer null when its answers are not to be kept
   * @param changes how often what is under the path had been changed when the answer was asked for
   */
  private record Kept(@Nullable CachedAnswer answer, long nanos, int changes) {}

  private static final long OVERHEAD = 128;

  private final long generation;
  private final CacheRules rules;
  private final Way way;
  private final CacheMeter meter;
  private final LongSupplier clock;
  private final Cache<List<String>, Kept> kept;
  private final ConcurrentMap<List<String>, Flight> flights = new ConcurrentHashMap<>();
  private final Changing changing = new Changing();
  private volatile Set<ReplicaId> own = Set.of();

  /**
   * @param clock in nanoseconds
   */
  ResponseCache(long generation, CacheRules rules, Way way, CacheMeter meter, LongSupplier clock) {
    this.generation = generation;
    this.rules = rules;
    this.way = way;
    this.meter = meter;
    this.clock = clock;
    this.kept =
        Caffeine.newBuilder()
            .maximumWeight(rules.options().maxBytes())
            .weigher(ResponseCache::weight)
            .expireAfter(
                Expiry.<List<String>, Kept>writing((key, entry) -> Duration.ofNanos(entry.nanos)))
            .ticker(clock::getAsLong)
            .executor(Runnable::run) // no thread of the JDK's pool sees what a plugin's began
            .evictionListener((key, entry, cause) -> removed(cause))
            .build();
    meter.watch(this::bytes);
  }

  long generation() {
    return generation;
  }

  /** Whose answers are kept. */
  void own(Set<ReplicaId> replicas) {
    own = replicas;
  }

  /** Answers an exchange from what is kept, lets it wait, or sends it to a replica. */
  void accept(Exchange exchange) {
    Use use = rules.use(exchange.request());
    if (use == Use.CHANGE) {
      exchange.sit(changing.seat(CacheRules.path(exchange.request())));
    }
    boolean concerned = use == Use.GET || use == Use.LOOK;
    List<String> key = concerned ? rules.key(exchange.request()) : null;
    if (key == null) {
      way.find(exchange);
    } else {
      look(exchange, key, use);
    }
  }

  private void look(Exchange exchange, List<String> key, Use use) {
    int changes = changing.count(CacheRules.path(exchange.request()));
    Kept found = current(key, changes);
    if (found != null && found.answer != null) {
      hit(exchange, found.answer);
    } else if (use == Use.LOOK) {
      meter.miss();
      way.find(exchange);
    } else if (found != null) {
      lead(exchange, new Flight(this, key, changes));
    } else {
      fly(exchange, new Flight(this, key, changes));
    }
  }

  private @Nullable Kept current(List<String> key, int changes) {
    Kept found = kept.getIfPresent(key);
    return found != null && found.changes == changes ? found : null;
  }

  private void hit(Exchange exchange, CachedAnswer answer) {
    meter.hit();
    if (exchange.claim()) {
      give(answer, exchange, CachedAnswer.HIT);
    }
  }

  private void fly(Exchange exchange, Flight flight) {
    Flight other = flights.putIfAbsent(flight.key(), flight);
    if (other != null && other.changes() != flight.changes()) {
      other = flights.replace(flight.key(), other, flight) ? null : other;
    }
    if (other == null) {
      leadUnlessKept(exchange, flight);
    } else if (!other.join(exchange, way.most())) {
      meter.miss();
      way.find(exchange);
    }
  }

  /** An answer may have come after the look for it and before the start. */
  private void leadUnlessKept(Exchange exchange, Flight flight) {
    Kept late = current(flight.key(), flight.changes());
    if (late == null || late.answer == null) {
      lead(exchange, flight);
    } else {
      flight.land(late.answer);
      hit(exchange, late.answer);
    }
  }

  private void lead(Exchange exchange, Flight flight) {
    meter.miss();
    exchange.sit(flight);
    if (exchange.isOpen()) {
      way.find(exchange);
    } else {
      flight.over(exchange, Refusal.DEADLINE.status());
    }
  }

  /**
   * The leader of a flight was answered.
   *
   * @return the answer as all get it; null when it is for the leader alone
   */
  @Nullable CachedAnswer keep(
      Flight flight, Exchange leader, int status, HttpField[] fields, @Nullable ByteBuffer body) {
    HttpFields answer = HttpFields.from(fields);
    Duration ttl = rules.options().ttl();
    long nanos =
        CacheControl.keepNanos(status, answer, ttl, rules.varied(), System.currentTimeMillis());
    boolean fits = body == null || body.remaining() < rules.options().maxBytes();
    if (nanos == 0 || !fits) {
      keepNot(flight, leader, status);
      return null;
    }
    CachedAnswer made = CachedAnswer.of(status, answer, body, clock.getAsLong());
    if (isOwn(leader)) {
      put(flight, leader, new Kept(made, nanos, flight.changes()));
    }
    return made;
  }

  /** The answer must not be kept, nor, it seems, will the next ones; an error says nothing. */
  void keepNot(Flight flight, Exchange leader, int status) {
    if (status < 400) {
      put(flight, leader, new Kept(null, rules.options().ttl().toNanos(), flight.changes()));
    }
  }

  /** While two versions serve, only what the one of this cache answers is kept. */
  boolean isOwn(Exchange exchange) {
    Handling handling = exchange.handling();
    ReplicaId by = handling == null ? null : handling.replica();
    return by != null && own.contains(by);
  }

  /** What was asked for before the last change might push out what came after it. */
  private void put(Flight flight, Exchange leader, Kept entry) {
    if (changing.count(CacheRules.path(leader.request())) == entry.changes) {
      kept.put(flight.key(), entry);
    }
  }

  void landed(Flight flight) {
    flights.remove(flight.key(), flight);
  }

  /** Gives an answer to one who claimed. */
  void give(CachedAnswer answer, Exchange exchange, HttpField how) {
    answer.give(exchange, how, clock.getAsLong());
  }

  /** Gives the answer of another one. */
  void giveCollapsed(CachedAnswer answer, Exchange exchange) {
    meter.collapsed();
    if (exchange.claim()) {
      give(answer, exchange, CachedAnswer.COLLAPSED);
    }
  }

  void find(Exchange exchange) {
    meter.miss();
    way.find(exchange);
  }

  void again(Exchange exchange) {
    way.accept(exchange);
  }

  private static int weight(List<String> key, Kept entry) {
    CachedAnswer answer = entry.answer;
    long weight = OVERHEAD + (answer == null ? 0 : answer.weight());
    for (String part : key) {
      weight += part.length();
    }
    return (int) Math.min(weight, Integer.MAX_VALUE);
  }

  private void removed(RemovalCause cause) {
    if (cause == RemovalCause.SIZE) {
      meter.evicted();
    }
  }

  private long bytes() {
    return kept.policy().eviction().map(all -> all.weightedSize().orElse(0)).orElse(0L);
  }
}
