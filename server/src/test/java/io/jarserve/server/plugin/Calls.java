package io.jarserve.server.plugin;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for calls in tests. Stateless. */
final class Calls {

  private Calls() {}

  static <T> T value(Call<T> call) throws PluginException {
    try {
      return call.outcome().toCompletableFuture().get(60, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof PluginException told) {
        throw told;
      }
      throw new AssertionError("not told in strings", e);
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }
}
