package io.jarserve.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;

/**
 * All answers that go on. Each sends what its feed has, when it is told that there may be more, and
 * a comment now and then, by which a client that went is noticed. A client that does not read has
 * nothing gathered for it. Any thread; waits on none.
 */
final class Feeds implements AutoCloseable {

  private static final int MOST = 64;
  private static final long BEAT_SECONDS = 10;
  private static final byte[] COMMENT = ":\n\n".getBytes(UTF_8);

  private final Set<Writer> open = ConcurrentHashMap.newKeySet();
  private final ScheduledThreadPoolExecutor ticker;
  private volatile boolean closed;

  Feeds() {
    ticker =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "jarserve-admin-feeds");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Begins to look after those who stay. */
  void start() {
    var unused =
        ticker.scheduleWithFixedDelay(
            () -> open.forEach(Writer::beat), BEAT_SECONDS, BEAT_SECONDS, TimeUnit.SECONDS);
  }

  /**
   * Refuses one more when there are many.
   *
   * @throws Refused with status 503
   */
  void checkRoom() {
    if (open.size() >= MOST) {
      throw new Refused(
          Answer.problem(
                  503,
                  "Busy",
                  "busy",
                  "%s clients follow the events already; close one of them".formatted(MOST))
              .with("Retry-After", "10"));
    }
  }

  /** Sends a feed, from the first byte after the headers until its client is gone. */
  void send(Feed feed, Request request, Response response, Callback callback) {
    Writer writer = new Writer(feed, response, callback);
    open.add(writer);
    request.addFailureListener(cause -> writer.end());
    if (closed) {
      writer.end();
    } else {
      writer.beat();
    }
  }

  /** There may be more for everybody. */
  void wake() {
    open.forEach(Writer::iterate);
  }

  /** Whether the port is about to close: who comes now gets nothing, and had better go. */
  boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    ticker.shutdownNow();
    open.forEach(Writer::end);
  }

  /** One answer. */
  private final class Writer extends IteratingCallback {

    private final Feed feed;
    private final Response response;
    private final Callback callback;
    private final AtomicBoolean beat = new AtomicBoolean();
    private volatile boolean over;

    Writer(Feed feed, Response response, Callback callback) {
      this.feed = feed;
      this.response = response;
      this.callback = callback;
    }

    void beat() {
      beat.set(true);
      iterate();
    }

    void end() {
      over = true;
      iterate();
    }

    @Override
    protected Action process() {
      if (over) {
        return Action.SUCCEEDED;
      }
      Optional<byte[]> next = feed.next();
      if (next.isPresent()) {
        response.write(false, ByteBuffer.wrap(next.get()), this);
        return Action.SCHEDULED;
      } else if (beat.getAndSet(false)) {
        response.write(false, ByteBuffer.wrap(COMMENT), this);
        return Action.SCHEDULED;
      }
      return Action.IDLE;
    }

    @Override
    protected void onCompleteSuccess() {
      open.remove(this);
      callback.succeeded();
    }

    @Override
    protected void onCompleteFailure(Throwable cause) {
      open.remove(this);
      callback.failed(cause);
    }
  }
}
