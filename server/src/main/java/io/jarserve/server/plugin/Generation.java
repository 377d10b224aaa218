package io.jarserve.server.plugin;

import io.jarserve.api.Deployment;
import io.jarserve.server.json.PluginJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.pf4j.PluginState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One loading of an artifact: a private copy of the JAR, a PF4J manager and a class loader of its
 * own, and the threads that its code runs on. Safe for use by many threads; nothing of it survives
 * the server.
 *
 * <h2>Why a private copy</h2>
 *
 * The JVM reads classes and resources when they are first used, for as long as the loader lives. If
 * the file changed under it, classes that were not read yet would be lost for good. And it keeps
 * open JAR files in a cache by path: two loaders over one path, even one after the other, close
 * each other's files and serve each other's stale contents. So each generation has a path of its
 * own, and none is ever used twice.
 *
 * <h2>Why two generations of one application can live side by side</h2>
 *
 * They share nothing but {@link SharedLoader}: a new version starts while the old one serves.
 *
 * <h2>The end</h2>
 *
 * {@link #close} goes through all steps whatever the steps before it did: stop the plugin, end its
 * threads, take back what it left behind in the JVM, close the loader, delete the copy, and let
 * {@link UnloadWatch} tell whether the JVM could collect it. After that this object holds nothing
 * of the plugin.
 */
public final class Generation implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Generation.class);
  private static final long STEP_SECONDS = 5;

  private final GenerationSource source;
  private final UnloadWatch watch;
  private final Path copy;
  private final PluginThreads threads;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final ReentrantLock starting = new ReentrantLock();

  /** Null once closed. */
  private volatile @Nullable Loaded loaded;

  /** Null once closed. */
  private volatile @Nullable PluginJson json = new PluginJson();

  /** Guarded by {@link #starting}. */
  private boolean started;

  private record Loaded(
      SinglePluginManager manager, String id, GenerationLoader loader, Optional<Host> host) {}

  private Generation(GenerationSource source, UnloadWatch watch, Path copy, Loaded loaded) {
    this.source = source;
    this.watch = watch;
    this.copy = copy;
    this.loaded = loaded;
    this.threads = new PluginThreads(source.title(), loaded.loader());
  }

  /** Loads an artifact. No code of it runs yet: that begins with {@link #instantiate}. */
  public static Generation load(GenerationSource source, UnloadWatch watch) throws PluginException {
    return load(source, watch, Optional.empty());
  }

  /**
   * Loads an artifact whose classes may come from elsewhere.
   *
   * @param host has its classes when the JAR does not
   */
  public static Generation load(GenerationSource source, UnloadWatch watch, Optional<Host> host)
      throws PluginException {
    EarlyJdk.make();
    Path copy = copy(source);
    try {
      SinglePluginManager manager =
          new SinglePluginManager(source.workDir(), host.map(Host::classes).orElse(null));
      String id = manager.loadSingle(copy);
      GenerationLoader loader = (GenerationLoader) manager.getPluginClassLoader(id);
      return new Generation(source, watch, copy, new Loaded(manager, id, loader, host));
    } catch (PluginException e) {
      delete(copy);
      throw e;
    }
  }

  public long number() {
    return source.number();
  }

  /** JSON for its classes. */
  public PluginJson json() {
    PluginJson current = json;
    if (current == null) {
      throw new IllegalStateException(source.title() + " is closed");
    }
    return current;
  }

  /** The threads that its code runs on. */
  public PluginThreads threads() {
    return threads;
  }

  /**
   * Makes an instance of a deployment class, and before the first one starts the plugin. Where the
   * embedding program has made one already, that serves all replicas. Runs plugin code: to be
   * called on a thread of {@link #threads}.
   */
  public Deployment instantiate(String className) throws PluginException {
    Loaded current = loaded;
    if (current == null) {
      throw new PluginException(source.title() + " is closed");
    }
    startPlugin(current);
    Optional<Deployment> made = current.host().flatMap(host -> host.instances().apply(className));
    return made.isPresent() ? made.get() : Instances.create(current.loader(), className);
  }

  /**
   * Its deployment classes by name. Runs no plugin code; whoever keeps one of them keeps the
   * generation's class loader.
   *
   * @throws IllegalStateException when it is closed
   */
  public Map<String, Class<?>> deployments() {
    Loaded current = loaded;
    if (current == null) {
      throw new IllegalStateException(source.title() + " is closed");
    }
    return NamedClasses.of(current.loader());
  }

  /** Takes some seconds at most, and waits for nothing but the steps of the end. */
  @Override
  public void close() {
    Loaded current = loaded;
    if (current == null || !closed.compareAndSet(false, true)) {
      return;
    }
    loaded = null;
    json = null;
    List<String> remains = new CopyOnWriteArrayList<>();
    step("stop", () -> stopPlugin(current), remains);
    Belonging plugin = threads.belonging(current.loader());
    step("clean up", () -> remains.addAll(Leftovers.takeBack(plugin)), remains);
    threads.close();
    closeLoader(current, remains);
    delete(copy);
    watch.watch(source, current.loader(), threads.suspects(remains));
  }

  private void startPlugin(Loaded current) throws PluginException {
    try {
      starting.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PluginException("gave up waiting for the start of the Plugin-Class");
    }
    try {
      startOnce(current);
    } finally {
      starting.unlock();
    }
  }

  private void startOnce(Loaded current) throws PluginException {
    if (closed.get()) {
      throw new PluginException(source.title() + " is closed");
    }
    if (started) {
      return;
    }
    EarlyJdk.registerDrivers(current.loader());
    if (current.manager().startPlugin(current.id()) != PluginState.STARTED) {
      throw failure(current);
    }
    started = true;
  }

  private static PluginException failure(Loaded current) {
    Throwable cause = current.manager().getPlugin(current.id()).getFailedException();
    if (cause instanceof GuardedPlugin.Told told) {
      return told.failure();
    }
    return new PluginException(
        "the Plugin-Class failed" + (cause == null ? "" : ": " + Telling.one(cause)));
  }

  private void stopPlugin(Loaded current) {
    if (starting.tryLock()) {
      try {
        if (started && current.manager().stopPlugin(current.id()) == PluginState.FAILED) {
          LOG.warn("{}: {}", source.title(), failure(current).getMessage());
        }
      } finally {
        starting.unlock();
      }
    }
  }

  private void step(String what, Runnable body, List<String> remains) {
    Call<Boolean> call =
        threads.call(
            what,
            () -> {
              body.run();
              return true;
            });
    try {
      call.outcome().toCompletableFuture().get(STEP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      call.abandon();
      Thread.currentThread().interrupt();
    } catch (TimeoutException e) {
      call.abandon();
      LOG.warn("{}: '{}' did not end within {} s", source.title(), what, STEP_SECONDS);
    } catch (ExecutionException e) {
      remains.add(Telling.root(e));
    }
  }

  private void closeLoader(Loaded current, List<String> remains) {
    try {
      current.manager().unloadPlugin(current.id());
    } catch (Throwable e) {
      remains.add("PF4J could not unload it: " + Telling.one(e));
    }
    try {
      current.loader().close();
    } catch (IOException e) {
      remains.add("its class loader could not be closed: " + Telling.one(e));
    }
  }

  private static Path copy(GenerationSource source) throws PluginException {
    try {
      return PrivateCopy.make(source);
    } catch (IOException e) {
      throw PluginException.ofNode(
          "cannot make a private copy of "
              + source.artifact()
              + " in "
              + source.workDir()
              + ": "
              + Telling.one(e)
              + "; make room, or make the directory writable");
    }
  }

  private static void delete(Path copy) {
    try {
      Files.deleteIfExists(copy);
    } catch (IOException e) {
      LOG.warn("cannot delete {}: {}", copy, Telling.one(e));
    }
  }
}
