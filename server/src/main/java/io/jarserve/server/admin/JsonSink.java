package io.jarserve.server.admin;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

/** Gathers a body that is small enough to be read as a whole. Used by one request. */
final class JsonSink implements Sink {

  private final AdminRoute.Handler handler;
  private final Call call;
  private final ByteArrayOutputStream gathered = new ByteArrayOutputStream();

  JsonSink(AdminRoute.Handler handler, Call call) {
    this.handler = handler;
    this.call = call;
  }

  @Override
  public void take(ByteBuffer piece) {
    byte[] bytes = new byte[piece.remaining()];
    piece.get(bytes);
    gathered.writeBytes(bytes);
  }

  @Override
  public CompletionStage<Answer> end() {
    return handler.answer(call.with(gathered.toByteArray()));
  }

  @Override
  public void abort() {
    gathered.reset();
  }
}
