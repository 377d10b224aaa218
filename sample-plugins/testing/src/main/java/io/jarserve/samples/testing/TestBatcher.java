package io.jarserve.samples.testing;

import io.jarserve.api.BatchFunction;
import io.jarserve.api.BatchOptions;
import io.jarserve.api.Batcher;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A batcher whose batches have one element and run on the thread that submits it. */
final class TestBatcher<A, B> implements Batcher<A, B> {

  private final BatchFunction<A, B> function;
  private volatile BatchOptions options;

  TestBatcher(BatchOptions options, BatchFunction<A, B> function) {
    this.options = options;
    this.function = function;
  }

  @Override
  public CompletableFuture<B> submit(A element) {
    try {
      return CompletableFuture.completedFuture(call(element));
    } catch (Exception e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public B call(A element) throws Exception {
    return function.apply(List.of(element)).get(0);
  }

  @Override
  public BatchOptions options() {
    return options;
  }

  @Override
  public void options(BatchOptions newOptions) {
    options = newOptions;
  }
}
