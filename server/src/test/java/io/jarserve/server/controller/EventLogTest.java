package io.jarserve.server.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.controller.Narrator.Line;
import io.jarserve.server.model.InstanceEvent;
import io.jarserve.server.model.InstanceEvent.Kind;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventLogTest {

  private static final long BEFORE = 1_000;

  private final Deque<Runnable> messages = new ArrayDeque<>();
  private final EventLog events = new EventLog(BEFORE, messages::add);

  @Test
  void after_aSequence_isWhatCameSince() {
    append("a", "b", "a");

    assertThat(events.last()).isEqualTo(BEFORE + 3);
    assertThat(events.after(0, 10))
        .extracting(InstanceEvent::sequence)
        .containsExactly(BEFORE + 1, BEFORE + 2, BEFORE + 3);
    assertThat(events.after(BEFORE + 1, 1)).extracting(InstanceEvent::text).containsExactly("b 1");
    assertThat(events.after(events.last(), 10)).isEmpty();
  }

  @Test
  void after_moreThanAreKept_isTheNewest() {
    for (int i = 0; i < EventLog.KEPT + 5; i++) {
      append("a");
    }
    List<InstanceEvent> kept = events.after(0, Integer.MAX_VALUE);

    assertThat(kept).hasSize(EventLog.KEPT);
    assertThat(kept.get(0).sequence()).isEqualTo(BEFORE + 6);
    assertThat(kept.get(kept.size() - 1).sequence()).isEqualTo(events.last());
  }

  @Test
  void of_anApplication_isTheLastAboutIt() {
    append("a", "b", "a", "a");

    assertThat(events.of("a", 2)).extracting(InstanceEvent::text).containsExactly("a 2", "a 3");
  }

  @Test
  void subscribe_newsBeforeItWasRead_isToldOnce() {
    AtomicInteger told = new AtomicInteger();
    EventLog.Subscription subscription = events.subscribe(told::incrementAndGet);

    append("a");
    append("b");
    deliver();
    assertThat(told).hasValue(1);

    append("c");
    deliver();
    assertThat(told).hasValue(2);

    append("d");
    subscription.close();
    deliver();
    assertThat(told).hasValue(2);
  }

  @Test
  void messenger_listenerThrows_theOthersAreToldAllTheSame() {
    AtomicInteger told = new AtomicInteger();
    try (Messenger messenger = new Messenger()) {
      messenger.execute(
          () -> {
            throw new IllegalStateException("a listener's own trouble");
          });
      messenger.execute(told::incrementAndGet);
      await().until(() -> told.get() == 1);
    }
  }

  private void append(String... applications) {
    List<Line> lines = new ArrayList<>();
    for (String application : applications) {
      lines.add(
          new Line(
              Kind.NOTICE,
              false,
              Optional.of(application),
              "",
              Optional.empty(),
              Optional.empty(),
              application + " " + lines.size()));
    }
    events.append(lines, Instant.EPOCH);
  }

  private void deliver() {
    while (!messages.isEmpty()) {
      messages.poll().run();
    }
  }
}
