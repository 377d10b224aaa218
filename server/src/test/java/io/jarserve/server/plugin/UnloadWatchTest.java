package io.jarserve.server.plugin;

import static io.jarserve.server.testing.Soon.untilCollected;
import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.model.Digest;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UnloadWatchTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final GenerationSource SOURCE =
      new GenerationSource(
          7, "greeter", "1.2", new Digest("a".repeat(64)), Path.of("x.jar"), Path.of("work"));

  private final AtomicInteger hints = new AtomicInteger();
  private final UnloadWatch watch = new UnloadWatch(() -> START, this::hint);
  private @Nullable ClassLoader loader = new URLClassLoader(new URL[0]);

  @Test
  void pending_whileTheLoaderLives_tellsWhoseItIsAndSinceWhen() {
    watch(loader);

    assertThat(watch.pending(START.plusMillis(1500)))
        .singleElement()
        .satisfies(
            pending -> {
              assertThat(pending.application()).isEqualTo("greeter");
              assertThat(pending.version()).isEqualTo("1.2");
              assertThat(pending.digest()).isEqualTo("a".repeat(64));
              assertThat(pending.ageS()).isEqualTo(1.5);
              assertThat(pending.suspects()).contains("MBean x:type=Y cannot be unregistered");
            });
  }

  @Test
  void pending_onceTheLoaderIsCollected_isEmpty() {
    watch(loader);
    loader = null;

    untilCollected(() -> watch.pending(START).isEmpty());
  }

  @Test
  void pending_forLong_hintsSeldomAndGivesUp() {
    watch(loader);

    assertThat(hintsAfter(Duration.ofSeconds(119))).isZero();
    assertThat(hintsAfter(Duration.ofMinutes(2))).isEqualTo(1);
    assertThat(hintsAfter(Duration.ofSeconds(719))).isEqualTo(1);
    assertThat(hintsAfter(Duration.ofMinutes(12))).isEqualTo(2);
    assertThat(hintsAfter(Duration.ofHours(1))).isEqualTo(3);
    assertThat(hintsAfter(Duration.ofHours(2))).isEqualTo(3);
  }

  @Test
  void pending_withNothingClosed_neverHints() {
    assertThat(hintsAfter(Duration.ofHours(1))).isZero();
  }

  private void hint(BooleanSupplier needless) {
    assertThat(needless.getAsBoolean()).isFalse();
    hints.incrementAndGet();
  }

  private int hintsAfter(Duration time) {
    watch.pending(START.plus(time));
    return hints.get();
  }

  private void watch(@Nullable ClassLoader closed) {
    Suspects suspects =
        new Suspects(
            List.of("MBean x:type=Y cannot be unregistered"),
            new AbandonedCalls(),
            Set.of(),
            new ThreadGroup("greeter"),
            Long.MAX_VALUE);
    if (closed != null) {
      watch.watch(SOURCE, closed, suspects);
    }
  }
}
