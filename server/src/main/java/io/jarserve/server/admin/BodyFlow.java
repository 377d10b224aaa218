package io.jarserve.server.admin;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the body of one request to its sink as it comes in, without a thread that waits. Run by
 * one thread of the admin port at a time.
 */
final class BodyFlow implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(BodyFlow.class);

  private final Content.Source source;
  private final AdminRoute route;
  private final Sink sink;
  private final CompletableFuture<Answer> answer = new CompletableFuture<>();
  private long length;

  private BodyFlow(Content.Source source, AdminRoute route, Sink sink) {
    this.source = source;
    this.route = route;
    this.sink = sink;
  }

  /** The answer of the sink, or why there is none; the sink was ended by then. */
  static CompletionStage<Answer> into(AdminRoute route, Call call, Content.Source source) {
    BodyFlow flow = new BodyFlow(source, route, route.sink(call));
    flow.run();
    return flow.answer;
  }

  @Override
  public void run() {
    try {
      while (step()) {
        // the next piece is there already
      }
    } catch (RuntimeException | IOException | Error cause) {
      fail(cause);
    }
  }

  /** Whether there may be more without waiting. */
  private boolean step() throws IOException {
    Content.Chunk chunk = source.read();
    if (chunk == null) {
      source.demand(this);
      return false;
    }
    if (Content.Chunk.isFailure(chunk)) {
      throw brokenOff(chunk.getFailure());
    }
    boolean last = chunk.isLast();
    take(chunk);
    if (last) {
      sink.end().whenComplete(this::complete);
    }
    return !last;
  }

  private void take(Content.Chunk chunk) throws IOException {
    try {
      length += chunk.remaining();
      route.checkLength(length);
      if (chunk.hasRemaining()) {
        sink.take(chunk.getByteBuffer());
      }
    } finally {
      chunk.release();
    }
  }

  private void complete(@Nullable Answer done, @Nullable Throwable cause) {
    if (cause == null) {
      answer.complete(done);
    } else {
      answer.completeExceptionally(cause);
    }
  }

  private void fail(Throwable cause) {
    try {
      sink.abort();
    } catch (RuntimeException second) {
      log.warn("what came of a body could not be removed", second);
    }
    answer.completeExceptionally(cause);
  }

  private static Refused brokenOff(Throwable cause) {
    return new Refused(
        Answer.problem(
            400,
            "Body broken off",
            "body_broken_off",
            "the body ended before it was whole (%s); send it again"
                .formatted(cause.getClass().getSimpleName())));
  }
}
