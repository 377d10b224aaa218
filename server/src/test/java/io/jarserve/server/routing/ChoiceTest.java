package io.jarserve.server.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.model.ReplicaId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who gets somebody who wants a model that nobody holds. */
@Timeout(300)
class ChoiceTest {

  private final Place[] all = {new Place("a"), new Place("b"), new Place("c"), new Place("d")};
  private final ComingModels coming = new ComingModels();

  @Test
  void ofHolders_theFirstIsOnItsWay_sendsTheSecondThereThoughThereIsNoRoomAnyMore() {
    Place first = choice("x", "one");
    first.room = false;

    assertThat(choice("x", "two")).isSameAs(first);
    assertThat(choice("x", "three")).isSameAs(first);
  }

  @Test
  void ofHolders_theFirstIsThroughAndLoadedNothing_choosesAnew() {
    Place first = choice("x", "one");
    first.room = false;
    Place second = choice("x", "two");
    coming.through("x", "two");
    assertThat(choice("x", "three")).isSameAs(second).isSameAs(first);

    coming.through("x", "one");

    assertThat(choice("x", "four")).isNotSameAs(first);
    assertThat(coming.isEmpty()).isFalse();
    coming.through("x", "four");
    assertThat(coming.isEmpty()).isTrue();
  }

  @Test
  void ofHolders_whereItComesToIsFull_goesToAnotherAndLeavesNoNote() {
    Place first = choice("x", "one");
    first.slots = 0;

    assertThat(choice("x", "two")).isNotSameAs(first).isNotNull();
    first.slots = 100;
    assertThat(choice("x", "three")).isSameAs(first);
  }

  @Test
  void ofHolders_whereItComesToIsGone_goesToOneThatIsThere() {
    Place gone = choice("x", "one");
    List<Place> left = new ArrayList<>(List.of(all));
    left.remove(gone);
    Place[] rest = left.toArray(new Place[0]);

    Place second = Choice.ofHolders(rest, "x", Place::enter, coming, "two");

    assertThat(second).isNotNull();
    assertThat(Choice.ofHolders(rest, "x", Place::enter, coming, "three")).isSameAs(second);
  }

  @Test
  void ofHolders_allAreFull_isNobodyAndLeavesNoNote() {
    for (Place place : all) {
      place.slots = 0;
    }

    assertThat(choice("x", "one")).isNull();
    assertThat(coming.isEmpty()).isTrue();
    assertThat(Choice.ofHolders(new Place[0], "x", Place::enter, coming, "one")).isNull();
  }

  @Test
  void ofHolders_somebodyCameToHoldItBeforeTheClaim_goesThere() {
    Place first = choice("x", "one");
    coming.through("x", "one");
    Place other = all[0].equals(first) ? all[1] : all[0];
    other.seenFirst = "x";

    assertThat(choice("x", "two")).isSameAs(other);
  }

  /** Room comes and goes meanwhile, and the call begins after the choice. */
  @Test
  void ofHolders_manyAtOnceForManyModels_meetAtOnePlaceForEach() throws Exception {
    int threads = 8;
    int models = 2_000;
    Map<String, Set<Place>> places = new ConcurrentHashMap<>();
    CountDownLatch together = new CountDownLatch(threads);
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    List<Future<?>> ends = new ArrayList<>();
    for (int thread = 0; thread < threads; thread++) {
      ends.add(
          executor.submit(
              () -> {
                together.countDown();
                together.await();
                for (int i = 0; i < models; i++) {
                  String model = "tenant-" + i;
                  Object asker = new Object();
                  Place place = Choice.ofHolders(all, model, Place::enter, coming, asker);
                  place.room = (i & 3) != 0;
                  place.models.add(model);
                  places.computeIfAbsent(model, m -> ConcurrentHashMap.newKeySet()).add(place);
                  coming.through(model, asker);
                }
                return null;
              }));
    }
    for (Future<?> end : ends) {
      end.get(40, TimeUnit.SECONDS);
    }
    executor.shutdown();

    assertThat(places).hasSize(models).allSatisfy((model, at) -> assertThat(at).hasSize(1));
    assertThat(coming.isEmpty()).isTrue();
  }

  private @Nullable Place choice(String model, String asker) {
    return Choice.ofHolders(all, model, Place::enter, coming, asker);
  }

  /** A target with room and slots as the test says. */
  private static final class Place implements Target {
    private final ReplicaId id;
    private final AtomicInteger ongoing = new AtomicInteger();
    final Set<String> models = ConcurrentHashMap.newKeySet();
    volatile int slots = Integer.MAX_VALUE;
    volatile boolean room = true;

    /** A model that is there from the second look on. */
    volatile @Nullable String seenFirst;

    Place(String tag) {
      this.id = new ReplicaId(RoutingServer.APP, tag);
    }

    boolean enter() {
      return ongoing.get() < slots && ongoing.incrementAndGet() > 0;
    }

    @Override
    public ReplicaId id() {
      return id;
    }

    @Override
    public boolean offer(Exchange exchange) {
      return false;
    }

    @Override
    public int ongoing() {
      return ongoing.get();
    }

    @Override
    public boolean holds(String modelId) {
      if (modelId.equals(seenFirst)) {
        seenFirst = null;
        models.add(modelId);
        return false;
      }
      return models.contains(modelId);
    }

    @Override
    public boolean hasRoom() {
      return room;
    }
  }
}
