package io.jarserve.benchmarks.micro.handles;

/** By which the callee is called. */
public interface Adder {
  long add(long a, long b);
}
