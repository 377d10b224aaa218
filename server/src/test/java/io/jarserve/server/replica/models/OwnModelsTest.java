package io.jarserve.server.replica.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.jarserve.api.ModelLease;
import io.jarserve.api.ModelLoader;
import io.jarserve.api.Multiplexed;
import io.jarserve.api.RequestException;
import io.jarserve.server.metrics.Meters;
import io.jarserve.server.model.DeploymentId;
import io.jarserve.server.model.ReplicaId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class OwnModelsTest {

  private static final ReplicaId REPLICA = new ReplicaId(new DeploymentId("app", "Main"), "a");

  private final Meters meters = new Meters();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> events = new CopyOnWriteArrayList<>();
  private final CountDownLatch gate = new CountDownLatch(1);

  /** A model that tells when it is closed. */
  private final class Model implements AutoCloseable {
    private final String id;
    private final AtomicBoolean closed = new AtomicBoolean();

    Model(String id) {
      this.id = id;
    }

    @Override
    public void close() {
      if (!closed.compareAndSet(false, true)) {
        throw new AssertionError("closed twice: " + id);
      }
      events.add("close " + id);
    }
  }

  @AfterEach
  void close() {
    gate.countDown();
    threads.shutdownNow();
    meters.close();
  }

  @Test
  void lease_again_givesTheSameModelWithoutLoading() throws Exception {
    Multiplexed<Model> models = models(2);

    Model first = models.call("x", model -> model);

    assertThat(models.<Model>call("x", model -> model)).isSameAs(first);
    assertThat(events).containsExactly("load x");
  }

  @Test
  void lease_oneTooMany_closesTheLeastRecentlyUsedBeforeItLoads() throws Exception {
    OwnModels<Model> models = models(2);
    use(models, "x", "y", "x", "z");

    assertThat(events).containsExactly("load x", "load y", "close y", "load z");
    assertThat(models.modelIds()).containsExactlyInAnyOrder("x", "z");
    assertThat(models.holds("x")).isTrue();
    assertThat(models.holds("y")).isFalse();
    use(models, "y");
    assertThat(events).endsWith("close x", "load y");
  }

  @Test
  void holds_asked_isNoUse() throws Exception {
    OwnModels<Model> models = models(2);
    use(models, "x", "y");

    assertThat(models.holds("x")).isTrue();
    assertThat(models.modelIds()).contains("x");
    use(models, "z");

    assertThat(events).contains("close x");
  }

  @Test
  void lease_ofAModelThatLeaves_keepsItOpenUntilTheLastOneIsClosed() throws Exception {
    Multiplexed<Model> models = models(1);
    ModelLease<Model> one = models.lease("x");
    ModelLease<Model> two = models.lease("x");

    use(models, "y");
    one.close();
    one.close();
    assertThat(events).containsExactly("load x", "load y");
    assertThat(two.model().id).isEqualTo("x");
    two.close();

    assertThat(events).containsExactly("load x", "load y", "close x");
    assertThatThrownBy(two::model).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void lease_oneTooMany_sparesThoseInUse() throws Exception {
    Multiplexed<Model> models = models(2);
    try (ModelLease<Model> used = models.lease("x")) {
      use(models, "y", "z");
      assertThat(used.model().closed).isFalse();
    }

    assertThat(events).containsExactly("load x", "load y", "close y", "load z");
  }

  @Test
  void lease_byManyAtOnce_loadsOnce() throws Exception {
    Multiplexed<Model> models =
        models(
            2,
            id -> {
              gate.await();
              return new Model(id);
            });
    List<Future<Model>> calls = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      calls.add(threads.submit(() -> models.call("x", model -> model)));
    }
    await().until(() -> models.modelIds().contains("x"));
    gate.countDown();

    Model first = calls.get(0).get();
    for (Future<Model> call : calls) {
      assertThat(call.get()).isSameAs(first);
    }
    assertThat(events).containsExactly("load x");
  }

  @Test
  void lease_loadingFails_reachesAllWhoWaitAndIsTriedAgain() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    OwnModels<Model> models =
        models(
            1,
            id -> {
              if (tries.incrementAndGet() == 1) {
                gate.await();
                throw new RequestException(404, "no model " + id);
              }
              return new Model(id);
            });
    FutureTask<Model> one = new FutureTask<>(() -> models.call("x", model -> model));
    FutureTask<Model> two = new FutureTask<>(() -> models.call("x", model -> model));
    for (FutureTask<Model> task : List.of(one, two)) {
      Thread thread = new Thread(task);
      thread.start();
      await().until(() -> thread.getState() == Thread.State.WAITING);
    }
    gate.countDown();

    for (FutureTask<Model> task : List.of(one, two)) {
      assertThatThrownBy(task::get).hasCauseInstanceOf(RequestException.class);
    }
    assertThat(models.<String>call("x", model -> model.id)).isEqualTo("x");
    assertThat(tries).hasValue(2);
    assertThat(meters.scrape())
        .contains("load_failures_total{application=\"app\",deployment=\"Main\"} 1.0");
  }

  @Test
  void lease_loaderGivesNull_saysForWhichModel() {
    Multiplexed<Model> models = models(1, id -> null);

    assertThatThrownBy(() -> models.lease("x"))
        .hasMessage("the loader returned null for model 'x'");
    assertThat(models.modelIds()).isEmpty();
  }

  @Test
  void lease_interruptedWhileLoading_loadsAllTheSame() throws Exception {
    OwnModels<Model> models =
        models(
            1,
            id -> {
              gate.await();
              return new Model(id);
            });
    Future<Model> gone = threads.submit(() -> models.call("x", model -> model));
    await().until(() -> models.holds("x"));
    gone.cancel(true);
    gate.countDown();

    assertThat(models.<String>call("x", model -> model.id)).isEqualTo("x");
    use(models, "y");
    await().until(() -> events.contains("close x"));
    assertThat(events).filteredOn("load x"::equals).hasSize(1);
  }

  @Test
  void close_throws_harmsNobody() throws Exception {
    Multiplexed<AutoCloseable> models =
        new OwnModels<>(
            REPLICA,
            threads,
            meters.deployment("app", "Main").models(),
            1,
            id ->
                () -> {
                  throw new IllegalStateException("cannot close " + id);
                });

    models.lease("x").close();
    models.lease("y").close();

    assertThat(models.modelIds()).containsExactly("y");
  }

  @Test
  void end_modelsAreThere_closesThemAndRefusesMore() throws Exception {
    OwnModels<Model> models = models(3);
    use(models, "x", "y");
    ModelLease<Model> used = models.lease("z");

    models.end();

    assertThat(events).contains("close x", "close y").doesNotContain("close z");
    used.close();
    assertThat(events).endsWith("close z");
    assertThatThrownBy(() -> models.lease("x"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("has stopped");
  }

  @Test
  void create_withoutRoomForOne_isRefused() {
    assertThatThrownBy(() -> models(0)).hasMessage("maxModels must be at least 1 but is 0");
  }

  @Test
  void lease_byManyThreadsOverMoreModelsThanFit_neverGivesAClosedOne() throws Exception {
    Multiplexed<Model> models = models(3);
    List<Future<Boolean>> all = new ArrayList<>();
    for (int thread = 0; thread < 6; thread++) {
      all.add(threads.submit(() -> onlyOpenOnes(models)));
    }

    for (Future<Boolean> one : all) {
      assertThat(one.get()).isTrue();
    }
    assertThat(models.modelIds()).hasSizeLessThanOrEqualTo(3);
    long open = count("load") - count("close");
    assertThat(open).isLessThanOrEqualTo(3);
  }

  private static boolean onlyOpenOnes(Multiplexed<Model> models) throws Exception {
    for (int i = 0; i < 2_000; i++) {
      String id = "m" + ThreadLocalRandom.current().nextInt(8);
      try (ModelLease<Model> lease = models.lease(id)) {
        if (lease.model().closed.get() || !lease.model().id.equals(id)) {
          return false;
        }
      }
    }
    return true;
  }

  private long count(String what) {
    return events.stream().filter(event -> event.startsWith(what)).count();
  }

  private static void use(Multiplexed<Model> models, String... ids) throws Exception {
    for (String id : ids) {
      models.lease(id).close();
    }
  }

  private OwnModels<Model> models(int most) {
    return models(most, Model::new);
  }

  private OwnModels<Model> models(int most, ModelLoader<Model> loader) {
    return new OwnModels<>(
        REPLICA,
        threads,
        meters.deployment("app", "Main").models(),
        most,
        id -> {
          events.add("load " + id);
          return loader.load(id);
        });
  }
}
