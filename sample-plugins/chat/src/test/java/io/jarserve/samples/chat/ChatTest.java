package io.jarserve.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarserve.api.EventStream;
import io.jarserve.api.RequestException;
import io.jarserve.api.Response;
import io.jarserve.api.ServerEvent;
import io.jarserve.api.WebSocket;
import io.jarserve.api.WebSocketListener;
import io.jarserve.samples.testing.Bodies;
import io.jarserve.samples.testing.TestContext;
import io.jarserve.samples.testing.TestIndex;
import io.jarserve.samples.testing.TestRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatTest {

  private final Chat chat = new Chat();

  @Test
  void talk_inARoom_reachesEverybodyInIt() throws Exception {
    TestSocket ada = enter("tea", "Ada");
    TestSocket bob = enter("tea", "Bob");
    TestSocket eve = enter("coffee", "Eve");
    TestStream listener = listen("tea");

    ada.listener.onText(ada, "hello");

    assertThat(ada.received).containsExactly("* Ada is here", "* Bob is here", "Ada: hello");
    assertThat(bob.received).containsExactly("* Bob is here", "Ada: hello");
    assertThat(eve.received).containsExactly("* Eve is here");
    assertThat(listener.received).containsExactly("Ada: hello");
    assertThat(Bodies.text(chat.handle(TestRequest.get("/rooms"))))
        .isEqualTo("{\"coffee\":[\"Eve\"],\"tea\":[\"Ada\",\"Bob\"]}");
  }

  @Test
  void talk_end_isToldToTheOthers() throws Exception {
    TestSocket ada = enter("tea", "Ada");
    TestSocket bob = enter("tea", "Bob");

    ada.listener.onClose(ada, 1000, "");

    assertThat(bob.received).endsWith("* Ada has left");
    bob.listener.onText(bob, "alone");
    assertThat(ada.received).doesNotContain("Bob: alone");
    assertThat(Bodies.text(chat.handle(TestRequest.get("/rooms"))))
        .isEqualTo("{\"tea\":[\"Bob\"]}");
  }

  @Test
  void say_byPost_reachesTheRoom() throws Exception {
    TestSocket ada = enter("tea", "Ada");

    Response answer = chat.handle(in("POST", "/", "tea").withQuery("name", "Bob").withBody("hi"));

    assertThat(answer.status()).isEqualTo(204);
    assertThat(ada.received).endsWith("Bob: hi");
  }

  @Test
  void say_toOneWhoDoesNotRead_sendsThatOneAway() throws Exception {
    TestSocket slow = enter("tea", "Slow");
    TestStream stream = listen("tea");
    slow.reads = false;
    stream.reads = false;

    enter("tea", "Ada");

    assertThat(slow.closed).isEqualTo(1008);
    assertThat(stream.open).isFalse();
  }

  @Test
  void page_withoutAnUpgrade_isServed() throws Exception {
    chat.start(new TestContext("r1"));

    assertThat(Bodies.text(chat.handle(TestRequest.get("/")))).contains("new WebSocket");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "a name that is far too long"})
  void talk_withoutAProperRoom_saysWhatIsWrong(String room) {
    assertThatThrownBy(() -> chat.handle(in("GET", "/events", room)))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("room must have 1 to 20 letters");
  }

  @Test
  void index_listsTheDeployment() {
    assertThat(TestIndex.classNames(Chat.class)).containsExactly(Chat.class.getName());
  }

  private static TestRequest in(String method, String path, String room) {
    return TestRequest.of(method, path).withQuery("room", room);
  }

  private TestSocket enter(String room, String name) throws Exception {
    TestRequest request =
        in("GET", "/", room).withQuery("name", name).withHeader("Upgrade", "websocket");
    Response.Socket answer = (Response.Socket) chat.handle(request).body();
    TestSocket socket = new TestSocket(answer.listener());
    socket.listener.onOpen(socket);
    return socket;
  }

  private TestStream listen(String room) throws Exception {
    Response.Events answer = (Response.Events) chat.handle(in("GET", "/events", room)).body();
    TestStream stream = new TestStream();
    answer.handler().open(stream);
    return stream;
  }

  private static final class TestSocket implements WebSocket {
    private final WebSocketListener listener;
    private final List<String> received = new ArrayList<>();
    private boolean reads = true;
    private int closed;

    TestSocket(WebSocketListener listener) {
      this.listener = listener;
    }

    @Override
    public void sendText(String text) {
      received.add(text);
    }

    @Override
    public void sendBinary(byte[] bytes) {
      throw new AssertionError("texts only");
    }

    @Override
    public boolean offerText(String text) {
      return reads && received.add(text);
    }

    @Override
    public boolean offerBinary(byte[] bytes) {
      throw new AssertionError("texts only");
    }

    @Override
    public boolean isOpen() {
      return closed == 0;
    }

    @Override
    public void close(int code, String reason) {
      closed = code;
    }

    @Override
    public Optional<String> subprotocol() {
      return Optional.empty();
    }
  }

  private static final class TestStream implements EventStream {
    private final List<String> received = new ArrayList<>();
    private boolean reads = true;
    private boolean open = true;

    @Override
    public void send(ServerEvent event) {
      received.add(event.data());
    }

    @Override
    public boolean offer(ServerEvent event) {
      return reads && received.add(event.data());
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void onClose(Runnable action) {}

    @Override
    public void close() {
      open = false;
    }

    @Override
    public Optional<String> lastEventId() {
      return Optional.empty();
    }
  }
}
