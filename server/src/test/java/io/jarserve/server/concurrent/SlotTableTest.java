package io.jarserve.server.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SlotTableTest {

  private static final class Guest extends SlotTable.Entry {}

  private final SlotTable<Guest> table = new SlotTable<>(8);

  @Test
  void add_moreThanThereAreSlots_allAreSeenOnce() {
    List<Guest> guests = added(100);

    assertThat(seen()).hasSize(100).containsExactlyInAnyOrderElementsOf(guests);
  }

  @Test
  void remove_inAnyOrder_leavesTheOthers() {
    List<Guest> guests = added(100);
    List<Guest> left = new ArrayList<>();
    for (int i = 0; i < guests.size(); i++) {
      if (i % 3 == 0) {
        table.remove(guests.get(i));
      } else {
        left.add(guests.get(i));
      }
    }

    assertThat(seen()).containsExactlyInAnyOrderElementsOf(left);
  }

  @Test
  void isEmpty_untilTheLastHasLeft_saysNo() {
    List<Guest> guests = added(20);
    for (Guest guest : guests) {
      assertThat(table.isEmpty()).isFalse();
      table.remove(guest);
    }

    assertThat(table.isEmpty()).isTrue();
  }

  @Test
  void add_afterAnotherHasLeft_takesItsPlaceAgain() {
    for (int i = 0; i < 1000; i++) {
      Guest guest = new Guest();
      table.add(guest, i);
      assertThat(seen()).containsExactly(guest);
      table.remove(guest);
    }
  }

  @Test
  void addAndRemove_byManyThreads_losesNone() throws Exception {
    int threads = 4;
    int kept = 50;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<List<Guest>>> results = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int seed = i;
        results.add(pool.submit(() -> comeAndGo(seed, kept)));
      }
      List<Guest> left = new ArrayList<>();
      for (Future<List<Guest>> result : results) {
        left.addAll(result.get(60, TimeUnit.SECONDS));
      }

      assertThat(seen()).containsExactlyInAnyOrderElementsOf(left);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void constructor_noPowerOfTwo_isRefused() {
    assertThatThrownBy(() -> new SlotTable<Guest>(100))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("100");
  }

  private List<Guest> comeAndGo(int seed, int kept) {
    Deque<Guest> mine = new ArrayDeque<>();
    for (int i = 0; i < 20_000; i++) {
      Guest guest = new Guest();
      table.add(guest, (long) seed << 32 | i);
      mine.add(guest);
      if (mine.size() > kept) {
        table.remove(mine.remove());
      }
    }
    return new ArrayList<>(mine);
  }

  private List<Guest> added(int count) {
    List<Guest> guests = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Guest guest = new Guest();
      table.add(guest, i);
      guests.add(guest);
    }
    return guests;
  }

  private List<Guest> seen() {
    List<Guest> seen = new ArrayList<>();
    table.forEach(seen::add);
    return seen;
  }
}
