package io.jarserve.server.cli;

import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.function.LongConsumer;

/** A body that tells how much of it was handed on. Holds no more of it than the one it wraps. */
final class CountedBody implements BodyPublisher {

  private final BodyPublisher body;
  private final LongConsumer sent;

  /**
   * @param sent is told the number of bytes so far, one call at a time
   */
  CountedBody(BodyPublisher body, LongConsumer sent) {
    this.body = body;
    this.sent = sent;
  }

  @Override
  public long contentLength() {
    return body.contentLength();
  }

  @Override
  public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
    body.subscribe(new Counting(subscriber));
  }

  private final class Counting implements Subscriber<ByteBuffer> {

    private final Subscriber<? super ByteBuffer> reader;
    private long total;

    Counting(Subscriber<? super ByteBuffer> reader) {
      this.reader = reader;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
      reader.onSubscribe(subscription);
    }

    @Override
    public void onNext(ByteBuffer piece) {
      total += piece.remaining();
      sent.accept(total);
      reader.onNext(piece);
    }

    @Override
    public void onError(Throwable cause) {
      reader.onError(cause);
    }

    @Override
    public void onComplete() {
      reader.onComplete();
    }
  }
}
