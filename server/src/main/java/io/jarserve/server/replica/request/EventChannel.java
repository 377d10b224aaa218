package io.jarserve.server.replica.request;

import io.jarserve.api.EventStream;
import io.jarserve.api.Response;
import io.jarserve.api.ServerEvent;
import io.jarserve.server.routing.Exchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.eclipse.jetty.util.BufferUtil;
import org.jspecify.annotations.Nullable;

/** Server-sent events on the way to one client. Any thread. */
final class EventChannel extends Lasting implements EventStream {

  private static final byte[] NOTHING = {};

  private final Exchange exchange;
  private final long heartbeat;
  private final @Nullable String lastEventId;
  private final Sending sending = new Sending();
  private volatile long lastSent = System.nanoTime();

  /** For an exchange that this call has claimed. */
  EventChannel(ReplicaCall call, Response.Events events) {
    super(call);
    this.exchange = call.exchange();
    this.lastEventId = exchange.request().getHeaders().get("Last-Event-ID");
    this.heartbeat = events.heartbeat().toNanos();
  }

  /** Sends the headers. */
  void begin(Answer answer) {
    exchange.head(answer.status(), answer.fields());
    exchange.lasts();
    boolean unused = sending.offer(NOTHING, 0);
  }

  @Override
  public void send(ServerEvent event) throws IOException {
    byte[] bytes = EventBytes.of(event);
    sending.put(bytes, bytes.length);
  }

  @Override
  public boolean offer(ServerEvent event) {
    byte[] bytes = EventBytes.of(event);
    return sending.offer(bytes, bytes.length);
  }

  @Override
  public boolean isOpen() {
    return !sending.isOver();
  }

  @Override
  public void onClose(Runnable action) {
    whenClosed(action);
  }

  @Override
  public void close() {
    if (sending.end()) {
      closed();
    }
  }

  @Override
  public Optional<String> lastEventId() {
    return Optional.ofNullable(lastEventId);
  }

  @Override
  public void cancel() {
    if (sending.drop()) {
      closed();
    }
  }

  @Override
  public void drain() {
    close();
  }

  @Override
  public void hasten(long nanos) {
    long earlier = lastSent - nanos;
    lastSent = earlier;
  }

  /** A comment when nothing was sent for long; one that fails finds out that the client is gone. */
  @Override
  public void tick(long now) {
    if (heartbeat > 0 && now - lastSent > heartbeat) {
      lastSent = now;
      boolean unused = sending.offer(EventBytes.COMMENT, EventBytes.COMMENT.length);
    }
  }

  @Override
  void fail() {
    exchange.breakOff("the deployment failed while it opened the event stream");
    cancel();
  }

  private final class Sending extends Outbox<byte[]> {

    @Override
    void write(byte[] piece) {
      lastSent = System.nanoTime();
      exchange.write(false, ByteBuffer.wrap(piece), this);
    }

    @Override
    void writeEnd() {
      exchange.write(true, BufferUtil.EMPTY_BUFFER, exchange);
    }

    @Override
    void writeFailed(Throwable cause) {
      exchange.failed(cause);
      cancel();
    }
  }
}
