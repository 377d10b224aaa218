package io.jarserve.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarserve.api.CallRequest;
import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentHandle;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.HandleException;
import io.jarserve.api.Request;
import io.jarserve.api.RequestException;
import io.jarserve.api.Response;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@JarserveTest({Greeter.class, HandleTest.Words.class})
@Timeout(300)
class HandleTest {

  /** What a caller gets back: mapped, not shared. */
  public record Counted(int words, String of) {}

  /** How it is called. */
  public interface Counting {
    Counted count(String text);

    CompletionStage<Integer> later(String text);
  }

  /** Not reachable over HTTP. */
  @DeploymentOptions(name = "words")
  public static final class Words implements Deployment, Counting {
    @Override
    public Counted count(String text) {
      if (text.isEmpty()) {
        throw new IllegalArgumentException("nothing to count");
      }
      return new Counted(text.split(" ").length, text);
    }

    @Override
    public CompletionStage<Integer> later(String text) {
      return CompletableFuture.supplyAsync(() -> count(text).words());
    }

    @Override
    public Response handle(Request request) {
      if (request.path().equals("/teapot")) {
        throw new RequestException(418, "no coffee");
      }
      return Response.json(count(request.json(String.class)));
    }
  }

  @Served("words")
  private DeploymentHandle field;

  @Test
  void typed_callsTheDeployment(@Served("test#words") DeploymentHandle words) {
    Counting counting = words.as(Counting.class);

    assertThat(counting.count("a b c")).isEqualTo(new Counted(3, "a b c"));
    assertThat(counting.later("a b").toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join())
        .isEqualTo(2);
    assertThat(words.deployment()).isEqualTo("words");
    assertThatThrownBy(() -> counting.count(""))
        .isInstanceOf(HandleException.Failed.class)
        .hasMessageContaining("IllegalArgumentException: nothing to count");
  }

  @Test
  void untyped_callsItsHandle() {
    assertThat(field.call("a b", Counted.class)).isEqualTo(new Counted(2, "a b"));
    assertThatThrownBy(() -> field.call(CallRequest.get("/teapot"), String.class))
        .isInstanceOfSatisfying(RequestException.class, e -> assertThat(e.status()).isEqualTo(418));
  }

  @Test
  void handle_afterAReplicaWasReplaced_leadsToTheNewOne(JarserveServer server) {
    DeploymentHandle greeter = server.handle(Greeter.class);
    assertThat(greeter.call(CallRequest.get("/"), String.class)).isEqualTo("hello world");

    server.killReplica(Greeter.class);
    server.awaitRunning();

    assertThat(greeter.call(CallRequest.get("/"), String.class)).isEqualTo("hello world");
  }
}
