package io.jarserve.benchmarks.micro;

import io.jarserve.server.model.DeploymentId;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.replica.request.CurrentCall;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs that a thread knows what it works on; {@code -prof gc} tells the bytes. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
public class CurrentCallBenchmark {
  private final ReplicaId replica = new ReplicaId(new DeploymentId("hello", "Hello"), "a");
  private int calls;

  @Benchmark
  public int enterAndLeave() {
    CurrentCall.outside(replica).run(this::work);
    return calls;
  }

  private void work() {
    calls++;
  }
}
