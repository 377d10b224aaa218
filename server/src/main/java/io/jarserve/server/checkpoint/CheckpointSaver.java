package io.jarserve.server.checkpoint;

import io.jarserve.server.model.WantedState;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves on a thread of its own, so that whoever decides is held up by a slow store for a moment
 * only, and by one that stays slow not at all: asked again for the same state, it tells what became
 * of that.
 *
 * <p>What survives a crash: every state of which {@link #save} said that it is safe.
 */
public final class CheckpointSaver implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(CheckpointSaver.class);

  /** How long whoever decides is held up. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** How long what is being saved may take to its end, when all is to stop. */
  private static final long LAST_SAVE_MILLIS = 5000;

  private final Work work;
  private final Duration patience;
  private final BlockingQueue<Optional<Job>> jobs = new LinkedBlockingQueue<>(); // empty: the end
  private final Thread thread;
  private @Nullable Job current;
  private boolean slow;
  private volatile boolean closed;

  /** What is done for each state, on the saver's thread. */
  public interface Work {
    /** Makes a state durable. */
    void save(WantedState state) throws CheckpointException;

    /** Puts in order what is left; nobody waits for it. */
    void tidy();
  }

  private record Job(WantedState state, CompletableFuture<Optional<String>> outcome, long since) {}

  public CheckpointSaver(Work work) {
    this(work, PATIENCE);
  }

  CheckpointSaver(Work work, Duration patience) {
    this.work = work;
    this.patience = patience;
    this.thread = new Thread(this::run, "jarserve-checkpoint");
    this.thread.setDaemon(true);
    this.thread.start();
  }

  /**
   * Makes a state durable. Called by one thread.
   *
   * @return why that is not done, or not done yet; empty when it is safe
   */
  public Optional<String> save(WantedState state) {
    Job before = current;
    if (before != null && !before.state().equals(state)) {
      if (!isDone(before)) {
        return Optional.of(late(before));
      }
      current = null;
    }
    Job job = current == null ? begin(state) : current;
    if (!isDone(job)) {
      return Optional.of(late(job));
    }
    current = null;
    return job.outcome().getNow(Optional.empty());
  }

  /** What is being saved is saved to its end, unless the store takes too long over it. */
  @Override
  public void close() {
    closed = true;
    jobs.add(Optional.empty());
    try {
      thread.join(LAST_SAVE_MILLIS);
      thread.interrupt();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Job begin(WantedState state) {
    Job job = new Job(state, new CompletableFuture<>(), System.nanoTime());
    current = job;
    jobs.add(Optional.of(job));
    return job;
  }

  private boolean isDone(Job job) {
    try {
      Optional<String> unused =
          job.outcome().get(slow ? 0 : patience.toMillis(), TimeUnit.MILLISECONDS);
      slow = false;
    } catch (TimeoutException e) {
      slow = true;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a job always has an outcome", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return job.outcome().isDone();
  }

  private static String late(Job job) {
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - job.since());
    return "the checkpoint is being written since %s s and the store has not answered yet; what is wanted stays as it was until it does"
        .formatted(seconds);
  }

  private void run() {
    try {
      for (var job = jobs.take(); job.isPresent(); job = jobs.take()) {
        Optional<String> outcome = outcome(job.get().state());
        job.get().outcome().complete(outcome);
        if (outcome.isEmpty() && !closed) {
          tidy();
        }
      }
    } catch (InterruptedException e) {
      log.debug("no longer saving");
    }
  }

  private Optional<String> outcome(WantedState state) {
    try {
      work.save(state);
      return Optional.empty();
    } catch (CheckpointException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (RuntimeException | Error e) {
      return Optional.of("saving the checkpoint failed (" + e + ") and is tried again");
    }
  }

  private void tidy() {
    try {
      work.tidy();
    } catch (RuntimeException | Error e) {
      log.warn("putting the checkpoints in order failed: {}", e.toString());
    }
  }
}
