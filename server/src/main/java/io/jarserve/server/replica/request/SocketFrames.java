package io.jarserve.server.replica.request;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.exception.BadPayloadException;
import org.eclipse.jetty.websocket.core.exception.MessageTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * Makes whole messages of the frames of one WebSocket. Called by Jetty, one call at a time, and
 * asks for one frame after the other; a whole message is asked for by whoever took the one before.
 */
final class SocketFrames implements FrameHandler {

  private final SocketChannel channel;
  private final int most;
  private @Nullable ByteArrayOutputStream message;
  private boolean text;

  SocketFrames(SocketChannel channel, int most) {
    this.channel = channel;
    this.most = most;
  }

  @Override
  public void onOpen(CoreSession session, Callback callback) {
    callback.succeeded();
    channel.opened(session);
  }

  @Override
  public void onFrame(Frame frame, Callback callback) {
    channel.received();
    switch (frame.getOpCode()) {
      case OpCode.TEXT, OpCode.BINARY, OpCode.CONTINUATION -> data(frame, callback);
      case OpCode.PING -> {
        channel.control(OpCode.PONG, ByteBuffer.wrap(BufferUtil.toArray(frame.getPayload())));
        next(callback);
      }
      case OpCode.CLOSE -> callback.succeeded();
      default -> next(callback);
    }
  }

  @Override
  public void onError(Throwable cause, Callback callback) {
    callback.succeeded();
  }

  @Override
  public void onClosed(CloseStatus status, Callback callback) {
    callback.succeeded();
    String reason = status.getReason();
    channel.closed(status.getCode(), reason == null ? "" : reason);
  }

  private void data(Frame frame, Callback callback) {
    ByteArrayOutputStream whole = message;
    if (whole == null) {
      whole = new ByteArrayOutputStream(Math.max(32, frame.getPayloadLength()));
      message = whole;
      text = frame.getOpCode() == OpCode.TEXT;
    }
    if (whole.size() + (long) frame.getPayloadLength() > most) {
      callback.failed(
          new MessageTooLargeException("a message may have " + most + " bytes but has more"));
      return;
    }
    whole.writeBytes(BufferUtil.toArray(frame.getPayload()));
    if (frame.isFin()) {
      message = null;
      deliver(whole.toByteArray(), callback);
    } else {
      next(callback);
    }
  }

  private void deliver(byte[] whole, Callback callback) {
    if (!text) {
      callback.succeeded();
      channel.binary(whole);
      return;
    }
    String decoded;
    try {
      decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(whole)).toString();
    } catch (CharacterCodingException e) {
      callback.failed(new BadPayloadException("a text is not UTF-8"));
      return;
    }
    callback.succeeded();
    channel.text(decoded);
  }

  private void next(Callback callback) {
    callback.succeeded();
    channel.demand();
  }
}
