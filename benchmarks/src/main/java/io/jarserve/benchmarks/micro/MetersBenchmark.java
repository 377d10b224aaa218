package io.jarserve.benchmarks.micro;

import io.jarserve.server.metrics.DeploymentMeter;
import io.jarserve.server.metrics.Meters;
import java.util.concurrent.TimeUnit;
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

/** What counting one request costs. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class MetersBenchmark {
  private final Meters meters = new Meters();
  private final DeploymentMeter meter = meters.deployment("hello", "Hello");
  private long nanos;

  @Setup
  public void someLatency() {
    nanos = TimeUnit.MICROSECONDS.toNanos(300);
  }

  @TearDown
  public void close() {
    meters.close();
  }

  @Benchmark
  public void oneThread() {
    meter.request(200, nanos);
  }

  @Benchmark
  @Threads(2)
  public void twoThreads() {
    meter.request(200, nanos);
  }
}
