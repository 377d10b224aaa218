package io.jarserve.benchmarks.micro;

import io.jarserve.benchmarks.micro.handles.CallingDeployment;
import io.jarserve.server.replica.request.CurrentCall;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a typed call inside one application costs: choice of a replica, slot, call, meters. Wanted:
 * a million a second on one core. {@code -prof gc} adds the allocation per call.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@State(Scope.Benchmark)
public class HandleBenchmark {

  private LongUnaryOperator call = n -> n;
  private @Nullable HandlePlugin plugin;

  @Setup
  public void serve() throws Exception {
    Path dir = Files.createTempDirectory("jarserve-handles");
    plugin = new HandlePlugin(dir);
    Object left = System.getProperties().get(CallingDeployment.PROPERTY);
    call = (LongUnaryOperator) Objects.requireNonNull(left, "the caller has started");
  }

  @TearDown
  public void close() {
    if (plugin != null) {
      plugin.close();
    }
  }

  /** As in a request: the thread is known to work for the caller's replica. */
  @State(Scope.Thread)
  public static class InRequest {
    long n;

    @Setup
    public void enter() {
      CurrentCall.outside(HandlePlugin.CALLER).enter();
    }

    @TearDown
    public void leave() {
      CurrentCall.leave(null);
    }
  }

  @Benchmark
  @Threads(1)
  public long typedCall(InRequest thread) {
    thread.n = call.applyAsLong(thread.n);
    return thread.n;
  }
}
