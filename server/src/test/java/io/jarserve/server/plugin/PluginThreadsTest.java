package io.jarserve.server.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class PluginThreadsTest {

  private final ClassLoader loader = new URLClassLoader(new URL[0]);
  private final PluginThreads threads = new PluginThreads("greeter-1.2-3", loader);

  @AfterEach
  void close() {
    threads.close();
  }

  @Test
  void execute_always_runsOnADaemonOrVirtualThreadNamedAfterTheGeneration() throws Exception {
    Thread thread = runner();

    assertThat(thread.getName()).startsWith("greeter-1.2-3");
    assertThat(thread.isDaemon()).isTrue();
    boolean virtual = thread.getClass().getName().contains("Virtual");
    assertThat(virtual).isEqualTo(Runtime.version().feature() >= 21);
  }

  @Test
  void execute_whileTasksThatComputeHoldEveryCarrier_stillRuns() throws Exception {
    AtomicBoolean enough = new AtomicBoolean();
    try {
      for (int i = 0; i < 4 * Runtime.getRuntime().availableProcessors(); i++) {
        threads.execute(() -> spinUntil(enough));
      }
      CountDownLatch ran = new CountDownLatch(1);
      threads.execute(ran::countDown);
      assertThat(ran.await(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      enough.set(true);
    }
    await().until(() -> !VirtualThreads.available() || !CarrierWatch.isStarved());
  }

  private static void spinUntil(AtomicBoolean enough) {
    while (!enough.get()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void call_always_runsOnAPlatformThread() throws Exception {
    Thread thread = Calls.value(threads.call("look", Thread::currentThread));

    assertThat(thread).isInstanceOf(PlatformThreads.Own.class);
    assertThat(thread.isDaemon()).isTrue();
  }

  @Test
  void call_whenTheBodyThrowsAnError_tellsItInStrings() {
    Call<String> call =
        threads.call(
            "checkHealth",
            () -> {
              throw new StackOverflowError("deep");
            });

    assertThatThrownBy(() -> Calls.value(call))
        .isInstanceOf(PluginException.class)
        .hasMessage("checkHealth threw StackOverflowError: deep");
  }

  @Test
  void call_whenTheBodyThrowsAChain_tellsEachCauseInOneLine() {
    Call<String> call =
        threads.call(
            "start",
            () -> {
              throw new IllegalStateException(
                  "no database", new java.io.IOException("refused:\n  port 5432"));
            });

    assertThatThrownBy(() -> Calls.value(call))
        .hasMessage(
            "start threw IllegalStateException: no database;"
                + " caused by IOException: refused: | port 5432");
  }

  @Test
  void call_whenTheThrowablesOwnMethodsThrow_stillTellsIt() {
    Call<String> call =
        threads.call(
            "start",
            () -> {
              throw new Hostile();
            });

    assertThatThrownBy(() -> Calls.value(call))
        .hasMessage("start threw Hostile: (its message cannot be told)");
  }

  @Test
  void call_whenTheThrowablesClassHasNoName_namesTheClassAroundIt() {
    assertThat(PluginException.of("handle", new RuntimeException("odd") {}))
        .hasMessageMatching("handle threw PluginThreadsTest\\$\\d+: odd");
  }

  @Test
  void call_whenTheCauseIsACircle_tellsItOnce() {
    IllegalStateException one = new IllegalStateException("one");
    IllegalStateException two = new IllegalStateException("two", one);
    one.initCause(two);

    assertThat(PluginException.of("start", one))
        .hasMessage("start threw IllegalStateException: one; caused by IllegalStateException: two");
  }

  @Test
  void abandon_whileItRuns_interruptsAndCountsUntilTheThreadEnds() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    AtomicBoolean interrupted = new AtomicBoolean();
    Call<String> call = threads.call("start", () -> stubborn(running, end, interrupted));
    running.await();

    call.abandon();

    assertThat(threads.abandoned()).isEqualTo(1);
    assertThatThrownBy(() -> Calls.value(call))
        .hasMessage("start did not return in time and was abandoned");
    await().untilTrue(interrupted);
    end.countDown();
    await().until(() -> threads.abandoned() == 0);
  }

  @Test
  void abandon_afterTheEnd_doesNothing() throws Exception {
    Call<String> call = threads.call("start", () -> "done");
    assertThat(Calls.value(call)).isEqualTo("done");

    call.abandon();

    assertThat(threads.abandoned()).isZero();
    assertThat(Calls.value(call)).isEqualTo("done");
  }

  @Test
  void abandon_ofACallThatEndsAtThatMoment_neverInterruptsTheNext() throws Exception {
    for (int i = 0; i < 500; i++) {
      Call<String> call = threads.call("start", () -> "done");
      call.abandon();
      assertThat(Calls.value(threads.call("next", Thread::interrupted))).isFalse();
    }
    await().until(() -> threads.abandoned() == 0);
  }

  @Test
  void close_whileTasksRun_interruptsThemAndTakesNoMore() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    threads.execute(
        () -> {
          running.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.complete(true);
          }
        });
    running.await();

    threads.close();

    assertThat(interrupted.get(60, TimeUnit.SECONDS)).isTrue();
    assertThatThrownBy(() -> threads.execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessage("greeter-1.2-3 is closed");
    assertThatThrownBy(() -> Calls.value(threads.call("start", () -> "x")))
        .hasMessage("start was not called: greeter-1.2-3 is closed");
  }

  private Thread runner() throws Exception {
    CompletableFuture<Thread> runner = new CompletableFuture<>();
    threads.execute(() -> runner.complete(Thread.currentThread()));
    return runner.get(60, TimeUnit.SECONDS);
  }

  private static String stubborn(
      CountDownLatch running, CountDownLatch end, AtomicBoolean interrupted) {
    running.countDown();
    while (end.getCount() > 0) {
      try {
        end.await();
      } catch (InterruptedException e) {
        interrupted.set(true);
      }
    }
    return "late";
  }

  private static final class Hostile extends RuntimeException {
    @Override
    public String getMessage() {
      throw new UnsupportedOperationException("no");
    }
  }
}
