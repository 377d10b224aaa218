package io.jarserve.server.checkpoint;

import io.jarserve.store.CheckpointStore;
import io.jarserve.store.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A store whose every call ends in time, whatever the store does: with its result, or with an
 * exception that says what went wrong. A call that moves bytes may go on as long as bytes move.
 *
 * <p>Any thread. Each call runs on a thread of its own; one that is late is interrupted and left
 * behind, and when too many were left behind, further calls fail at once.
 */
public final class BoundedStore implements AutoCloseable {

  /** How long a call may take, or a transfer may stand still. */
  public static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final int MOST_CALLS = 16;
  private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final CheckpointStore store;
  private final String location;
  private final Duration patience;
  private final ExecutorService threads;

  /**
   * @param location for people
   */
  public BoundedStore(CheckpointStore store, String location) {
    this(store, location, PATIENCE);
  }

  BoundedStore(CheckpointStore store, String location, Duration patience) {
    this.store = store;
    this.location = location;
    this.patience = patience;
    this.threads =
        new ThreadPoolExecutor(
            0, MOST_CALLS, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), BoundedStore::daemon);
  }

  /** Where the objects are, for people. */
  public String location() {
    return location;
  }

  /** As {@link CheckpointStore#create}. */
  boolean create(String name, Content content) throws IOException {
    Progress progress = new Progress();
    return call("create " + name, progress, () -> store.create(name, progress.watch(content)));
  }

  /**
   * As {@link CheckpointStore#get}, but all at once.
   *
   * @param most an object with more bytes is an error
   */
  Optional<byte[]> get(String name, int most) throws IOException {
    Progress progress = new Progress();
    return call("get " + name, progress, () -> bytes(name, most, progress));
  }

  /**
   * Copies an object.
   *
   * @param most an object with more bytes is an error
   * @return false when there is none
   */
  boolean copy(String name, OutputStream target, long most) throws IOException {
    Progress progress = new Progress();
    return call("get " + name, progress, () -> copied(name, progress.watch(target), most));
  }

  /** As {@link CheckpointStore#list}; nothing that does not begin so. */
  List<String> list(String prefix) throws IOException {
    List<String> names = call("list " + prefix, new Progress(), () -> store.list(prefix));
    return names.stream().filter(name -> name != null && name.startsWith(prefix)).toList();
  }

  /** As {@link CheckpointStore#delete}. */
  void delete(String name) throws IOException {
    Boolean unused =
        call(
            "delete " + name,
            new Progress(),
            () -> {
              store.delete(name);
              return true;
            });
  }

  @Override
  public void close() {
    try {
      Boolean unused =
          call(
              "close",
              new Progress(),
              () -> {
                store.close();
                return true;
              });
    } catch (IOException e) {
      // nobody asks it for anything any more
    }
    threads.shutdownNow();
  }

  private Optional<byte[]> bytes(String name, int most, Progress progress) throws IOException {
    Optional<InputStream> found = store.get(name);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = progress.watch(found.get())) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw tooBig(name, most);
      }
      return Optional.of(bytes);
    }
  }

  private Boolean copied(String name, OutputStream target, long most) throws IOException {
    Optional<InputStream> found = store.get(name);
    if (found.isEmpty()) {
      return false;
    }
    try (InputStream in = found.get()) {
      byte[] buffer = new byte[64 * 1024];
      long size = 0;
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        size += n;
        if (size > most) {
          throw tooBig(name, most);
        }
        target.write(buffer, 0, n);
      }
      return true;
    }
  }

  private static IOException tooBig(String name, long most) {
    return new IOException("%s has more than %s bytes, which nobody wrote".formatted(name, most));
  }

  private <T> T call(String what, Progress progress, Callable<T> work) throws IOException {
    Future<T> call = begin(what, work);
    try {
      return result(what, progress, call);
    } finally {
      call.cancel(true);
    }
  }

  private <T> Future<T> begin(String what, Callable<T> work) throws IOException {
    try {
      return threads.submit(work);
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      throw new IOException(
          what + " cannot begin: %s calls before it still hang".formatted(MOST_CALLS), e);
    }
  }

  private <T> T result(String what, Progress progress, Future<T> call) throws IOException {
    while (true) {
      try {
        T value = call.get(LOOK_AGAIN_NANOS, TimeUnit.NANOSECONDS);
        if (value == null) {
          throw new IOException(what + " returned null, which no store may");
        }
        return value;
      } catch (TimeoutException e) {
        if (progress.stoodStillFor(patience)) {
          throw new IOException(
              "%s got no answer within %s s".formatted(what, patience.toMillis() / 1000.0), e);
        }
      } catch (ExecutionException e) {
        throw failed(what, e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(what + " was interrupted", e);
      }
    }
  }

  private static IOException failed(String what, @Nullable Throwable cause) {
    return cause instanceof IOException told ? told : new IOException(what + " failed: " + cause);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "jarserve-checkpoint-call");
    thread.setDaemon(true);
    return thread;
  }
}
