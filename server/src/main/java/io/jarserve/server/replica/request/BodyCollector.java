package io.jarserve.server.replica.request;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.Consumer;
import org.eclipse.jetty.util.thread.Invocable;

/**
 * Takes in a whole body without waiting for it. Run by one thread at a time: at first by the one
 * that brought the request, then by Jetty each time something arrived.
 */
final class BodyCollector implements Invocable.Task {

  static final byte[] NOTHING = {};

  private static final int LARGEST_PIECE = 8 * 1024;

  private final RequestBody body;
  private final Consumer<byte[]> arrived;
  private final Consumer<Throwable> broken;
  private final ByteArrayOutputStream whole;
  private final byte[] piece;

  BodyCollector(RequestBody body, Consumer<byte[]> arrived, Consumer<Throwable> broken) {
    this.body = body;
    this.arrived = arrived;
    this.broken = broken;
    int size = pieceFor(body.length());
    this.whole = new ByteArrayOutputStream(size);
    this.piece = new byte[size];
  }

  @Override
  public void run() {
    int count;
    try {
      count = body.read(piece, 0, piece.length);
      while (count > 0) {
        whole.write(piece, 0, count);
        count = body.read(piece, 0, piece.length);
      }
    } catch (IOException | RuntimeException cause) {
      broken.accept(cause);
      return;
    }
    if (count == RequestBody.END) {
      arrived.accept(whole.toByteArray());
    } else {
      body.await(this);
    }
  }

  /** As large as the body is said to be. */
  private static int pieceFor(long announced) {
    return announced > 0 ? (int) Math.min(announced, LARGEST_PIECE) : LARGEST_PIECE;
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }
}
