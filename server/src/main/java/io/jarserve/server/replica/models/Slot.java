package io.jarserve.server.replica.models;

import io.jarserve.api.ModelLease;
import io.jarserve.server.plugin.PluginException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model from its loading to its closing, with those who use it. It is closed when it has left and
 * the last user is done, in whichever order. Any thread of the replica.
 */
final class Slot<M> {

  private static final Logger LOG = LoggerFactory.getLogger(Slot.class);

  private final String id;
  private final CompletableFuture<M> model = new CompletableFuture<>();

  private volatile long lastUse = Long.MAX_VALUE;

  /** Guarded by this; at first the one who asked for it, and until it is loaded the loader. */
  private int users = 2;

  /** Guarded by this. */
  private boolean left;

  Slot(String id) {
    this.id = id;
  }

  String id() {
    return id;
  }

  /** The number of its last use; larger than all until the one who caused it has said. */
  long lastUse() {
    return lastUse;
  }

  void used(long number) {
    lastUse = number;
  }

  /** Counts one more user; false when the model has left and another slot is to be found. */
  synchronized boolean enter() {
    if (left) {
      return false;
    }
    users++;
    return true;
  }

  /** Whether somebody uses it, or loads it. */
  synchronized boolean isUsed() {
    return users > 0;
  }

  /** The model is there; the loader is done. */
  void loaded(M loaded) {
    boolean last = isLastToExit();
    model.complete(loaded);
    if (last) {
      close();
    }
  }

  /** There will be no model. */
  void failed(Throwable thrown) {
    model.completeExceptionally(thrown);
    leave();
    exit();
  }

  /** The model leaves the replica. */
  void leave() {
    boolean last;
    synchronized (this) {
      last = !left && users == 0;
      left = true;
    }
    if (last) {
      close();
    }
  }

  /**
   * Waits for the model, for one who has entered.
   *
   * @throws InterruptedException the one who waited has exited
   * @throws ExecutionException with what loading threw; the one who waited has exited
   */
  ModelLease<M> await() throws InterruptedException, ExecutionException {
    try {
      return new Lease(model.get());
    } catch (InterruptedException | ExecutionException e) {
      exit();
      throw e;
    }
  }

  private void exit() {
    if (isLastToExit()) {
      close();
    }
  }

  private synchronized boolean isLastToExit() {
    users--;
    return left && users == 0;
  }

  private void close() {
    if (model.isCompletedExceptionally() || !(model.join() instanceof AutoCloseable closeable)) {
      return;
    }
    try {
      closeable.close();
    } catch (Throwable thrown) {
      PluginException told = PluginException.of("close", thrown);
      LOG.warn("model '{}' has left all the same: {}\n{}", id, told.getMessage(), told.trace());
    }
  }

  private final class Lease implements ModelLease<M> {
    private final M leased;
    private final AtomicBoolean closed = new AtomicBoolean();

    Lease(M leased) {
      this.leased = leased;
    }

    @Override
    public M model() {
      if (closed.get()) {
        throw new IllegalStateException("the lease of model '" + id + "' is closed");
      }
      return leased;
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        exit();
      }
    }
  }
}
