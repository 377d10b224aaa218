package io.jarserve.server.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.model.DeploymentId;
import io.jarserve.server.model.DeploymentSpec;
import io.jarserve.server.model.Digest;
import io.jarserve.server.model.Options;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.plan.Assignment;
import io.jarserve.server.plugin.UnloadWatch;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.time.Time;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of loading and closing when the system gives no thread. */
@Timeout(300)
class GenerationsTest {

  private final Set<String> noThreads = ConcurrentHashMap.newKeySet();
  private final AtomicInteger refused = new AtomicInteger();
  private final UnloadWatch unloads = new UnloadWatch();
  private final Loop loop = new Loop("test-loop", Time.SYSTEM, () -> {});
  private final ExecutorService loaders = pool("load");
  private final ExecutorService closers = pool("close");

  @TempDir private Path dir;
  private Generations generations;

  @BeforeEach
  void start() {
    Path jar = PluginJars.greeter("app", "1.0", "hello").writeTo(dir.resolve("app.jar"));
    generations =
        new Generations(
            ReplicaSettings.defaults(dir.resolve("work")),
            digest -> jar,
            Influence.NONE.hosts(),
            unloads,
            loop,
            () -> {},
            new Generations.Pools(loaders, closers));
    loop.start();
  }

  @AfterEach
  void stop() {
    noThreads.clear();
    loop.post(loop::end);
    assertThat(loop.join(Duration.ofSeconds(60))).isTrue();
    generations.close();
  }

  @Test
  void hold_noThreadToLoad_isAFailedLoad() {
    noThreads.add("load");
    GenerationHold hold = onLoop(() -> generations.hold(assignment()));
    await().until(() -> onLoop(hold::hasFailed));
    assertThat(onLoop(generations::isEmpty)).isTrue();
  }

  @Test
  void close_noThread_isTriedAgain() {
    noThreads.add("close");
    onLoop(() -> generations.hold(assignment())); // nobody joins it, so it is closed when loaded
    await().until(() -> refused.get() > 0);
    assertThat(onLoop(generations::isEmpty)).isFalse();

    noThreads.clear();
    await().until(() -> onLoop(generations::isEmpty));
    assertThat(dir.resolve("work")).isEmptyDirectory();
  }

  @Test
  void join_threadThatDoesNotEnd_returnsWhenItsTimeIsOver() {
    assertThat(loop.join(Duration.ofMillis(50))).isFalse();
  }

  private <T> T onLoop(Supplier<T> step) {
    CompletableFuture<T> result = new CompletableFuture<>();
    loop.post(() -> result.complete(step.get()));
    return result.orTimeout(60, TimeUnit.SECONDS).join();
  }

  private static Assignment assignment() {
    ReplicaId id = new ReplicaId(new DeploymentId("app", "Greeter"), "a");
    DeploymentSpec spec = new DeploymentSpec("Greeter", "demo.Greeter", Options.defaults());
    return new Assignment(id, 1, "1.0", new Digest("0".repeat(64)), spec);
  }

  /** Keeps no idle thread, so that each task needs a new one. */
  private ExecutorService pool(String purpose) {
    return new ThreadPoolExecutor(
        0, 4, 0, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> thread(purpose, task));
  }

  private Thread thread(String purpose, Runnable task) {
    if (noThreads.contains(purpose)) {
      refused.incrementAndGet();
      throw new OutOfMemoryError("unable to create native thread");
    }
    Thread thread = new Thread(task, "test-load");
    thread.setDaemon(true);
    return thread;
  }
}
