package io.jarserve.server.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarserve.store.Content;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class BoundedStoreTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration IMPATIENCE = Duration.ofMillis(200);

  @Test
  void call_thatHangs_isInterruptedAndSaysWhich() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    try (BoundedStore store = new BoundedStore(new Hanging(interrupted), "test", IMPATIENCE)) {
      assertThatThrownBy(() -> store.list("state/"))
          .isInstanceOf(IOException.class)
          .hasMessage("list state/ got no answer within 0.2 s");
      assertThat(interrupted.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void calls_thatNeverEnd_makeLaterOnesFailAtOnce() {
    Semaphore never = new Semaphore(0);
    try (BoundedStore store =
        new BoundedStore(
            new NoVerbs() {
              @Override
              public List<String> list(String prefix) {
                never.acquireUninterruptibly();
                return List.of();
              }
            },
            "test",
            IMPATIENCE)) {
      for (int i = 0; i < 16; i++) {
        assertThatThrownBy(() -> store.list("state/")).hasMessageContaining("no answer");
      }
      assertThatThrownBy(() -> store.list("state/"))
          .hasMessage("list state/ cannot begin: 16 calls before it still hang");
      never.release(100);
    }
  }

  @Test
  void create_ofBytesThatMoveSlowly_mayTakeLongerThanTheDeadline() throws Exception {
    try (BoundedStore store =
        new BoundedStore(
            new NoVerbs() {
              @Override
              public boolean create(String name, Content content) {
                try (InputStream in = content.open()) {
                  for (int b = in.read(); b >= 0; b = in.read()) {
                    pause();
                  }
                  return true;
                } catch (IOException e) {
                  return false;
                }
              }
            },
            "test",
            Duration.ofSeconds(2))) {
      assertThat(store.create("artifacts/a.jar", Content.of(new byte[12]))).isTrue();
    }
  }

  @Test
  void call_thatThrowsAnything_isAnIoException() {
    try (BoundedStore store =
        bounded(
            new NoVerbs() {
              @Override
              public List<String> list(String prefix) {
                throw new NoClassDefFoundError("com/example/Sdk");
              }

              @Override
              public void delete(String name) {
                throw new IllegalStateException("the pool is closed");
              }
            })) {
      assertThatThrownBy(() -> store.list("state/"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("com/example/Sdk");
      assertThatThrownBy(() -> store.delete("state/1"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("the pool is closed");
    }
  }

  @Test
  void call_thatReturnsNonsense_isRefusedOrPassedOver() throws Exception {
    try (BoundedStore store =
        bounded(
            new NoVerbs() {
              @Override
              public Optional<InputStream> get(String name) {
                return null;
              }

              @Override
              public List<String> list(String prefix) {
                return Arrays.asList(null, "somewhere/else", prefix + "000000001.json");
              }
            })) {
      assertThatThrownBy(() -> store.get("state/1", 10)).isInstanceOf(IOException.class);
      assertThat(store.list("state/")).containsExactly("state/000000001.json");
    }
  }

  @Test
  void get_ofMoreThanAnybodyWrote_endsThere() {
    try (BoundedStore store =
        bounded(
            new NoVerbs() {
              @Override
              public Optional<InputStream> get(String name) {
                return Optional.of(new ByteArrayInputStream(new byte[2_000_000]));
              }
            })) {
      assertThatThrownBy(() -> store.get("state/1", 1000)).hasMessageContaining("more than 1000");
      assertThatThrownBy(() -> store.copy("artifacts/1", new ByteArrayOutputStream(), 1_999_999))
          .hasMessageContaining("more than 1999999");
    }
  }

  private static BoundedStore bounded(NoVerbs store) {
    return new BoundedStore(store, "test", PATIENCE);
  }

  private static void pause() {
    try {
      boolean unused = new Semaphore(0).tryAcquire(250, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Hanging extends NoVerbs {
    private final CountDownLatch interrupted;

    Hanging(CountDownLatch interrupted) {
      this.interrupted = interrupted;
    }

    @Override
    public List<String> list(String prefix) {
      try {
        new Semaphore(0).acquire();
      } catch (InterruptedException e) {
        interrupted.countDown();
      }
      return List.of();
    }
  }
}
