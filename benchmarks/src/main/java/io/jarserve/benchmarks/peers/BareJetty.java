package io.jarserve.benchmarks.peers;

import java.nio.ByteBuffer;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;

/**
 * The least that Jetty can do: one handler, one write. {@code BareJetty <port>
 * blocking|non-blocking}; Jetty's defaults but for the {@code Server} header, which is left out.
 */
public final class BareJetty {

  private BareJetty() {}

  public static void main(String[] args) throws Exception {
    start(Integer.parseInt(args[0]), args[1].equals("non-blocking"), Hello.fromProperties()).join();
  }

  /** Starts it in this process; port 0 takes a free one. */
  public static Server start(int port, boolean nonBlocking) throws Exception {
    return start(port, nonBlocking, Hello.fromProperties());
  }

  static Server start(int port, boolean nonBlocking, Hello hello) throws Exception {
    return PeerJetty.start(port, nonBlocking ? new NonBlocking(hello) : new Blocking(hello));
  }

  private static final class Blocking extends Handler.Abstract {
    private final Answer answer;

    Blocking(Hello hello) {
      this.answer = new Answer(hello);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      return answer.send(response, callback);
    }
  }

  private static final class NonBlocking extends Handler.Abstract.NonBlocking {
    private final Answer answer;

    NonBlocking(Hello hello) {
      this.answer = new Answer(hello);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      return answer.send(response, callback);
    }
  }

  private record Answer(HttpFields headers, ByteBuffer body) {
    Answer(Hello hello) {
      this(
          HttpFields.from(
              List.of(
                      new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, hello.contentType()),
                      new PreEncodedHttpField(
                          HttpHeader.CONTENT_LENGTH, String.valueOf(hello.body().remaining())))
                  .toArray(PreEncodedHttpField[]::new)),
          hello.body());
    }

    boolean send(Response response, Callback callback) {
      response.getHeaders().add(headers);
      response.write(true, body.slice(), callback);
      return true;
    }
  }
}
