package io.jarserve.server.replica.batch;

import io.jarserve.api.BatchFunction;
import io.jarserve.server.metrics.BatchMeter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;

/** Runs a batch function, and brings each result to whoever waits for it. Any thread. */
final class Runner<A, R, B> {

  private final String place;
  private final BatchMeter meter;
  private final BatchFunction<A, R> function;
  private final Delivery<R, B> delivery;

  Runner(String place, BatchMeter meter, BatchFunction<A, R> function, Delivery<R, B> delivery) {
    this.place = place;
    this.meter = meter;
    this.function = Objects.requireNonNull(function);
    this.delivery = delivery;
  }

  /** All of the batch are completed when it returns, whatever the function does. */
  void run(List<Element<A, B>> batch) {
    long began = System.nanoTime();
    List<A> values = new ArrayList<>(batch.size());
    for (Element<A, B> element : batch) {
      values.add(element.value());
      meter.waited(began - element.arrived());
    }
    try {
      deliver(batch, function.apply(values));
    } catch (Throwable thrown) {
      batch.forEach(element -> element.completeExceptionally(thrown));
    }
    meter.executed(batch.size(), System.nanoTime() - began);
  }

  private void deliver(List<Element<A, B>> batch, List<R> results) {
    int count = results == null ? 0 : results.size();
    if (results == null || count != batch.size()) {
      throw new IllegalStateException(wrongNumber(batch.size(), results == null, count));
    }
    Iterator<R> next = results.iterator();
    for (Element<A, B> element : batch) {
      delivery.deliver(element, next.next());
    }
  }

  private String wrongNumber(int expected, boolean none, int actual) {
    return "the batch function that "
        + place
        + " gave to the batcher returned "
        + (none ? "null" : actual + " results")
        + " for "
        + expected
        + " elements: return one for each, in the order of the elements";
  }
}
