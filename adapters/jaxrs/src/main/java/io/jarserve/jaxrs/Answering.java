package io.jarserve.jaxrs;

import io.jarserve.api.RequestException;
import io.jarserve.api.Response;
import io.jarserve.api.Response.LateAnswer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.glassfish.jersey.server.ContainerException;
import org.glassfish.jersey.server.ContainerResponse;
import org.glassfish.jersey.server.spi.ContainerResponseWriter;
import org.jspecify.annotations.Nullable;

/**
 * One answer of Jersey's, handed on to the server. The thread of the request waits in it while an
 * asynchronous resource works elsewhere, and calls the resource's timeout handler itself.
 *
 * <p>Any thread until it is closed; afterwards whoever still writes is refused.
 */
final class Answering implements ContainerResponseWriter, AutoCloseable {

  private final LateAnswer answer;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** All guarded by the lock. */
  private @Nullable GuardedStream body;

  private @Nullable TimeoutHandler onTimeout;
  private boolean suspended;
  private boolean timed;
  private long deadline;
  private boolean over;
  private @Nullable Throwable failure;

  Answering(LateAnswer answer) {
    this.answer = answer;
  }

  @Override
  public OutputStream writeResponseStatusAndHeaders(long length, ContainerResponse response) {
    Response head = Response.empty(response.getStatus());
    for (Map.Entry<String, List<String>> header : response.getStringHeaders().entrySet()) {
      for (String value : header.getValue()) {
        head = head.withHeader(header.getKey(), value);
      }
    }
    if (length > 0 && !response.getStringHeaders().containsKey("Content-Length")) {
      head = head.withHeader("Content-Length", Long.toString(length));
    }
    return begin(head);
  }

  @Override
  public boolean suspend(long time, TimeUnit unit, @Nullable TimeoutHandler handler) {
    lock.lock();
    try {
      if (suspended || over) {
        return false;
      }
      suspended = true;
      onTimeout = handler;
      timeAt(time, unit);
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void setSuspendTimeout(long time, TimeUnit unit) {
    lock.lock();
    try {
      if (!suspended) {
        throw new IllegalStateException("the response is not suspended");
      }
      timeAt(time, unit);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void commit() {
    end(null);
  }

  @Override
  public void failure(Throwable thrown) {
    end(thrown);
  }

  @Override
  public boolean enableResponseBuffering() {
    return true;
  }

  /** Waits, where the resource took its time, until the answer is whole. */
  void await() throws InterruptedException {
    for (TimeoutHandler late = next(); late != null; late = next()) {
      late.onTimeout(this);
    }
  }

  /** Keeps what no mapper took, for the server. */
  void keep(Throwable thrown) {
    lock.lock();
    try {
      failure = thrown;
    } finally {
      lock.unlock();
    }
  }

  /** Keeps what was thrown in the middle of a body; before its begin a mapper may take it. */
  void brokeOff(Throwable thrown) {
    if (body() != null) {
      keep(thrown);
    }
  }

  /** Throws what went wrong. */
  void check() throws Exception {
    Throwable thrown = failure();
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof RequestException refusal) {
        throw refusal;
      }
    }
    if (thrown instanceof Error error) {
      throw error;
    } else if (thrown != null) {
      throw (Exception) thrown;
    }
  }

  /** Nobody writes any more. */
  @Override
  public void close() {
    end(null);
    GuardedStream written = body();
    if (written != null) {
      written.shut();
    }
  }

  private @Nullable Throwable failure() {
    lock.lock();
    try {
      return failure;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable GuardedStream body() {
    lock.lock();
    try {
      return body;
    } finally {
      lock.unlock();
    }
  }

  private OutputStream begin(Response head) {
    lock.lock();
    try {
      if (over) {
        throw new ContainerException("the exchange is over");
      }
      body = new GuardedStream(answer.begin(head));
      return body;
    } catch (IOException e) {
      throw new ContainerException("the answer cannot begin", e);
    } finally {
      lock.unlock();
    }
  }

  private void end(@Nullable Throwable thrown) {
    lock.lock();
    try {
      over = true;
      if (failure == null) {
        failure = thrown;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the end, or until somebody is to be told that time is up. Null at the end. */
  private @Nullable TimeoutHandler next() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (suspended && !over) {
        long left = timed ? deadline - System.nanoTime() : Long.MAX_VALUE;
        if (left <= 0) {
          timed = false;
          return onTimeout;
        }
        changed.awaitNanos(left);
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  private void timeAt(long time, TimeUnit unit) {
    timed = time > 0 && onTimeout != null;
    deadline = System.nanoTime() + unit.toNanos(time);
  }
}
