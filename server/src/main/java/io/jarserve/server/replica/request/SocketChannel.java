package io.jarserve.server.replica.request;

import io.jarserve.api.WebSocket;
import io.jarserve.api.WebSocketListener;
import io.jarserve.api.WebSocketOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket to one client, as its author sees it and as it lives. Any thread.
 *
 * <p>The author's listener is called on a {@link Strand}, and the next message is asked for when it
 * has returned. Its last call is the one that says how the socket was closed; after that the slot
 * is given back, so that {@code stop} is called last.
 */
final class SocketChannel implements Held, WebSocket {

  private static final int LONGEST_REASON = 123;
  private static final long FAREWELL_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final CloseStatus STOPPED =
      new CloseStatus(CloseStatus.SHUTDOWN, "the replica stops; connect again");
  private static final CloseStatus SILENT =
      new CloseStatus(CloseStatus.SHUTDOWN, "nothing was received within the idle timeout");
  private static final CloseStatus FAILED =
      new CloseStatus(CloseStatus.SERVER_ERROR, "the listener failed");

  private final ReplicaCall call;
  private final WebSocketListener listener;
  private final Silence silence;
  private final Strand strand;
  private final Sending sending = new Sending();
  private volatile CloseStatus farewell = CloseStatus.NORMAL_STATUS;
  private volatile long farewellSince;

  /** Null before it is open. */
  private volatile @Nullable CoreSession session;

  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile boolean cancelled;

  /** Whether the next message was asked for. */
  private volatile boolean awaiting;

  SocketChannel(ReplicaCall call, WebSocketOptions options, WebSocketListener listener) {
    this.call = call;
    this.listener = listener;
    this.silence = new Silence(options.idleTimeout().toNanos());
    this.strand = new Strand(call.target());
  }

  @Override
  public void sendText(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    sending.put(new Frame(OpCode.TEXT, ByteBuffer.wrap(bytes)), bytes.length);
  }

  @Override
  public void sendBinary(byte[] bytes) throws IOException {
    sending.put(new Frame(OpCode.BINARY, ByteBuffer.wrap(bytes)), bytes.length);
  }

  @Override
  public boolean offerText(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return sending.offer(new Frame(OpCode.TEXT, ByteBuffer.wrap(bytes)), bytes.length);
  }

  @Override
  public boolean offerBinary(byte[] bytes) {
    return sending.offer(new Frame(OpCode.BINARY, ByteBuffer.wrap(bytes)), bytes.length);
  }

  @Override
  public boolean isOpen() {
    return session != null && !sending.isOver();
  }

  @Override
  public void close(int code, String reason) {
    if (!CloseStatus.isTransmittableStatusCode(code)) {
      throw new IllegalArgumentException(
          "a socket cannot be closed with code " + code + ": use 1000, or 3000 to 4999");
    }
    int length = reason.getBytes(StandardCharsets.UTF_8).length;
    if (length > LONGEST_REASON) {
      throw new IllegalArgumentException(
          "the reason may have " + LONGEST_REASON + " bytes but has " + length);
    }
    close(new CloseStatus(code, reason));
  }

  @Override
  public Optional<String> subprotocol() {
    CoreSession current = session;
    return Optional.ofNullable(current == null ? null : current.getNegotiatedSubProtocol());
  }

  /** The connection is broken and the author's code interrupted. */
  @Override
  public void cancel() {
    cancelled = true;
    boolean unused = sending.drop();
    strand.interrupt();
    if (session == null) {
      closed(CloseStatus.NO_CLOSE, "");
    } else {
      breakOff();
    }
  }

  @Override
  public void drain() {
    close(STOPPED);
  }

  /** Pings a client that is silent, gives up one that stays so, or that ignores a farewell. */
  @Override
  public void tick(long now) {
    if (sending.isOver()) {
      if (farewellSince != 0 && now - farewellSince > FAREWELL_NANOS) {
        breakOff();
      }
    } else if (awaiting) {
      switch (silence.remedy(now)) {
        case PING -> control(OpCode.PING, ByteBuffer.allocate(0));
        case GIVE_UP -> close(SILENT);
        case NONE -> {}
      }
    }
  }

  @Override
  public void hasten(long nanos) {
    silence.hasten(nanos);
  }

  /** The client has been told that the socket is open. */
  void opened(CoreSession opened) {
    session = opened;
    if (cancelled) {
      opened.abort();
      return;
    }
    sending.iterate();
    listen("onOpen", () -> listener.onOpen(this));
  }

  void received() {
    silence.heard(System.nanoTime());
  }

  void text(String text) {
    listen("onText", () -> listener.onText(this, text));
  }

  void binary(byte[] bytes) {
    listen("onBinary", () -> listener.onBinary(this, bytes));
  }

  void control(byte opCode, ByteBuffer payload) {
    CoreSession current = session;
    if (current != null) {
      current.sendFrame(new Frame(opCode, payload), Callback.NOOP, false);
    }
  }

  /** Asks for the next frame. */
  void demand() {
    CoreSession current = session;
    if (current != null && current.isInputOpen()) {
      received();
      awaiting = true;
      current.demand();
    }
  }

  /** The connection is closed, or never became a socket. */
  void closed(int code, String reason) {
    boolean unused = sending.drop();
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    call.exchange().succeeded();
    strand.execute(
        new Strand.Task() {
          @Override
          public void run() {
            call.current().run(() -> tellClosed(code, reason));
            call.ended();
          }

          @Override
          public void refused() {
            call.ended();
          }
        });
  }

  /** Who said farewell first is told, whatever became of the connection afterwards. */
  private void tellClosed(int code, String reason) {
    try {
      if (farewellSince != 0) {
        String why = farewell.getReason();
        listener.onClose(this, farewell.getCode(), why == null ? "" : why);
      } else if (session != null) {
        listener.onClose(this, code, reason);
      }
    } catch (Throwable thrown) {
      Failures.log(call, "onClose", thrown);
    }
  }

  private void listen(String what, Listening code) {
    awaiting = false;
    strand.execute(
        () -> {
          call.current().run(() -> guarded(what, code));
          demand();
        });
  }

  /** What comes after a farewell is passed over; that it was open is always told. */
  private void guarded(String what, Listening code) {
    try {
      if (what.equals("onOpen") || isOpen()) {
        code.run();
      }
    } catch (Throwable thrown) {
      failed(what, thrown);
    }
  }

  private void failed(String what, Throwable thrown) {
    if (isOpen()) {
      Failures.log(call, what, thrown);
      close(FAILED);
    }
  }

  private void close(CloseStatus status) {
    if (!sending.isOver()) {
      farewell = status;
      farewellSince = System.nanoTime();
    }
    boolean unused = sending.end();
  }

  private void breakOff() {
    CoreSession current = session;
    if (current != null) {
      current.abort();
    }
  }

  /** A call of the author's listener. */
  @FunctionalInterface
  private interface Listening {
    void run() throws Exception;
  }

  private final class Sending extends Outbox<Frame> {

    @Override
    boolean isReady() {
      return session != null;
    }

    @Override
    void write(Frame frame) {
      CoreSession current = session;
      if (current != null) {
        current.sendFrame(frame, this, false);
      }
    }

    @Override
    void writeEnd() {
      CoreSession current = session;
      if (current != null) {
        current.close(farewell, Callback.NOOP);
      }
    }

    @Override
    void writeFailed(Throwable cause) {
      boolean unused = drop();
      breakOff();
    }
  }
}
