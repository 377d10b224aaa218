package io.jarserve.server.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.model.WantedState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class CheckpointSaverTest {

  private final Semaphore answers = new Semaphore(0);
  private final List<WantedState> written = new CopyOnWriteArrayList<>();
  private final AtomicInteger tidied = new AtomicInteger();
  private volatile Optional<String> failure = Optional.empty();
  private final CheckpointSaver saver =
      new CheckpointSaver(new AnsweringWhenTold(), Duration.ofMillis(50));
  private final CheckpointSaver patient =
      new CheckpointSaver(new AnsweringWhenTold(), Duration.ofSeconds(60));

  @AfterEach
  void close() {
    saver.close();
    patient.close();
  }

  @Test
  void save_answeredInTime_isSafeAndTidiedAfterwards() {
    answers.release();

    assertThat(patient.save(Wanted.of("1"))).isEmpty();
    assertThat(written).containsExactly(Wanted.of("1"));
    await().until(() -> tidied.get() == 1);
  }

  @Test
  void save_answeredLate_saysSoUntilItIsAndWritesOnce() {
    assertThat(saver.save(Wanted.of("1")).orElseThrow()).contains("has not answered yet");
    assertThat(saver.save(Wanted.of("1")).orElseThrow()).contains("has not answered yet");
    answers.release();

    await().until(() -> saver.save(Wanted.of("1")).isEmpty());
    assertThat(written).containsExactly(Wanted.of("1"));
  }

  @Test
  void save_ofAnotherStateMeanwhile_isWrittenAfterTheFirst() {
    assertThat(saver.save(Wanted.of("1"))).isPresent();
    assertThat(saver.save(Wanted.of("2"))).isPresent();
    answers.release(2);

    await().until(() -> saver.save(Wanted.of("2")).isEmpty());
    assertThat(written).containsExactly(Wanted.of("1"), Wanted.of("2"));
  }

  @Test
  void save_thatFails_saysWhyAndIsTriedAgain() {
    failure = Optional.of("no room");
    answers.release(2);
    assertThat(patient.save(Wanted.of("1"))).hasValue("no room");
    failure = Optional.empty();

    assertThat(patient.save(Wanted.of("1"))).isEmpty();
  }

  private final class AnsweringWhenTold implements CheckpointSaver.Work {
    @Override
    public void save(WantedState state) throws CheckpointException {
      answers.acquireUninterruptibly();
      if (failure.isPresent()) {
        throw new CheckpointException(failure.get(), null);
      }
      written.add(state);
    }

    @Override
    public void tidy() {
      tidied.incrementAndGet();
    }
  }
}
