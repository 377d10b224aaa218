package io.jarserve.server.testing;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A WebSocket as a client sees it: the JDK's own, with what it received in a queue. */
public final class SocketClient implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 60;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Received received = new Received();
  private final WebSocket socket;

  private SocketClient(int port, String path) {
    URI uri = URI.create("ws://127.0.0.1:" + port + path);
    socket = value(HTTP.newWebSocketBuilder().buildAsync(uri, received));
  }

  /** Connects, and waits until the socket is open. */
  public static SocketClient connect(int port, String path) {
    return new SocketClient(port, path);
  }

  public void sendText(String text) {
    value(socket.sendText(text, true));
  }

  /** A message of several frames, each with this text. */
  public void sendTextIn(int frames, String text) {
    for (int i = 1; i <= frames; i++) {
      value(socket.sendText(text, i == frames));
    }
  }

  public void sendBinary(byte[] bytes) {
    value(socket.sendBinary(ByteBuffer.wrap(bytes), true));
  }

  public void ping() {
    value(socket.sendPing(ByteBuffer.allocate(0)));
  }

  /** The next message, or {@code pong}; waits for it. */
  public String next() {
    try {
      String next = received.messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("nothing came; closed: " + received.closed);
      }
      return next;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Code and reason of the server's close; waits for it. */
  public String closed() {
    return value(received.closed);
  }

  /** Reads nothing more. */
  public void hold() {
    received.held = true;
  }

  /** Reads again. */
  public void letGo() {
    received.held = false;
    socket.request(1);
  }

  public void close(int code, String reason) {
    value(socket.sendClose(code, reason));
  }

  @Override
  public void close() {
    socket.abort();
  }

  private static <T> T value(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static final class Received implements WebSocket.Listener {
    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<String> closed = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private volatile boolean held;

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        messages.add(text.toString());
        text.setLength(0);
      }
      return next(socket);
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      byte[] bytes = new byte[data.remaining()];
      data.get(bytes);
      messages.add(Arrays.toString(bytes));
      return next(socket);
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
      messages.add("pong");
      return next(socket);
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      closed.complete((code + " " + reason).strip());
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      closed.complete("error " + error);
    }

    private @Nullable CompletionStage<?> next(WebSocket socket) {
      if (!held) {
        socket.request(1);
      }
      return null;
    }
  }
}
