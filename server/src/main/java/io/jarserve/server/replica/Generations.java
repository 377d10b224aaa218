package io.jarserve.server.replica;

import io.jarserve.server.model.Digest;
import io.jarserve.server.plan.Assignment;
import io.jarserve.server.plan.ServingPlan;
import io.jarserve.server.plugin.Generation;
import io.jarserve.server.plugin.GenerationSource;
import io.jarserve.server.plugin.Host;
import io.jarserve.server.plugin.PluginException;
import io.jarserve.server.plugin.UnloadWatch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The generations that are in use on this node. Loading and closing take their time and happen on
 * threads of their own, which run no code of a plugin; what follows from them happens on the
 * runner's thread, like everything else here.
 */
final class Generations {

  private static final Logger LOG = LoggerFactory.getLogger(Generations.class);
  private static final Duration AGAIN = Duration.ofSeconds(1);
  private static final Duration TICK = Duration.ofNanos(Timers.TICK_NANOS);
  private static final int KEEP_ALIVE_SECONDS = 5;

  private final ReplicaSettings settings;
  private final Function<Digest, Path> artifacts;
  private final Function<Digest, Optional<Host>> hosts;
  private final UnloadWatch unloads;
  private final Loop loop;
  private final Runnable onUnloaded;
  private final Pools pools;
  private final Map<Long, GenerationHold> holds = new HashMap<>();
  private int loading;
  private int unloading;
  private boolean ticking;

  /** The threads for what takes its time; they run no code of a plugin. */
  record Pools(ExecutorService loaders, ExecutorService closers) {}

  /**
   * @param hosts who has the classes of an artifact when its JAR does not
   * @param onUnloaded a generation was closed
   */
  Generations(
      ReplicaSettings settings,
      Function<Digest, Path> artifacts,
      Function<Digest, Optional<Host>> hosts,
      UnloadWatch unloads,
      Loop loop,
      Runnable onUnloaded) {
    this(
        settings,
        artifacts,
        hosts,
        unloads,
        loop,
        onUnloaded,
        new Pools(
            pool("jarserve-load", settings.loaders()),
            pool("jarserve-unload", settings.loaders() * 4)));
  }

  /** With threads of the caller's; closed with this. */
  Generations(
      ReplicaSettings settings,
      Function<Digest, Path> artifacts,
      Function<Digest, Optional<Host>> hosts,
      UnloadWatch unloads,
      Loop loop,
      Runnable onUnloaded,
      Pools pools) {
    this.settings = settings;
    this.artifacts = artifacts;
    this.hosts = hosts;
    this.unloads = unloads;
    this.loop = loop;
    this.onUnloaded = onUnloaded;
    this.pools = pools;
  }

  /** The generation of an assignment; the first one who asks gets it loaded. */
  GenerationHold hold(Assignment assignment) {
    GenerationHold known = holds.get(assignment.generation());
    if (known != null) {
      letGoLater();
      return known;
    }
    GenerationHold hold = new GenerationHold(assignment);
    holds.put(assignment.generation(), hold);
    loading++;
    loop.time().began();
    begin(hold);
    return hold;
  }

  /** Closes what nobody holds on to any more. */
  void unload(GenerationHold hold) {
    Generation generation = hold.generation();
    if (generation != null) {
      holds.remove(generation.number());
      close(generation);
    }
  }

  /** Does what takes its time and runs no code of a plugin. */
  void aside(Runnable work) {
    unloading++;
    tryAside(work, () -> unloading--);
  }

  /** Forgets which generations could not be loaded, once the plan does not name them any more. */
  void forgetFailed(ServingPlan plan) {
    Set<Long> named = new HashSet<>();
    plan.assignments().values().forEach(assignment -> named.add(assignment.generation()));
    holds.entrySet().removeIf(e -> e.getValue().hasFailed() && !named.contains(e.getKey()));
  }

  /** Those that are in use, or could not be loaded and are not forgotten. */
  Set<Long> numbers() {
    return holds.keySet();
  }

  /** Whether nothing is loaded, being loaded, being closed or done aside. */
  boolean isEmpty() {
    return loading == 0
        && unloading == 0
        && holds.values().stream().allMatch(GenerationHold::hasFailed);
  }

  /** When everything is unloaded. */
  void close() {
    pools.loaders().shutdown();
    pools.closers().shutdown();
  }

  private void begin(GenerationHold hold) {
    try {
      pools.loaders().execute(() -> load(hold));
    } catch (RuntimeException | Error e) { // no thread can be had; the rest of the plan goes on
      loop.post(() -> failed(hold, LoadFailure.unexpected(e)));
    }
  }

  private void load(GenerationHold hold) {
    try {
      Assignment first = hold.source();
      Generation generation = Generation.load(source(first), unloads, hosts.apply(first.digest()));
      loop.post(() -> loaded(hold, generation));
    } catch (PluginException e) {
      loop.post(() -> failed(hold, new LoadFailure(e)));
    } catch (RuntimeException | Error e) {
      loop.post(() -> failed(hold, LoadFailure.unexpected(e)));
    }
  }

  private GenerationSource source(Assignment first) {
    return new GenerationSource(
        first.generation(),
        first.id().application(),
        first.version(),
        first.digest(),
        artifacts.apply(first.digest()),
        settings.workDir());
  }

  private void loaded(GenerationHold hold, Generation generation) {
    loading--;
    loop.time().ended();
    if (hold.isUnused()) {
      holds.remove(generation.number());
      close(generation);
    } else {
      hold.loaded(generation);
      letGoLater();
    }
  }

  private void failed(GenerationHold hold, LoadFailure cause) {
    loading--;
    loop.time().ended();
    hold.failed(cause);
  }

  private void close(Generation generation) {
    unloading++;
    loop.time().began();
    tryAside(generation::close, this::closed);
  }

  private void tryAside(Runnable work, Runnable then) {
    try {
      pools
          .closers()
          .execute(
              () -> {
                try {
                  work.run();
                } finally {
                  loop.post(then);
                }
              });
    } catch (RuntimeException | Error e) { // no thread can be had; the loop's must not wait
      LOG.warn("unloading has to wait and is tried again: {}", e.toString());
      loop.after(AGAIN, () -> tryAside(work, then));
    }
  }

  private void closed() {
    unloading--;
    loop.time().ended();
    onUnloaded.run();
  }

  private void letGoLater() {
    if (!ticking) {
      ticking = true;
      loop.after(TICK, this::letGoMore);
    }
  }

  private void letGoMore() {
    ticking = false;
    List<GenerationHold> waiting =
        holds.values().stream().filter(GenerationHold::isWaiting).toList();
    if (!waiting.isEmpty()) {
      waiting.forEach(GenerationHold::tick);
      letGoLater();
    }
  }

  private static ExecutorService pool(String name, int threads) {
    ThreadFactory factory =
        task -> {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);
          return thread;
        };
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            KEEP_ALIVE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            factory);
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
