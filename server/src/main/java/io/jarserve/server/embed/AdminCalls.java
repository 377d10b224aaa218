package io.jarserve.server.embed;

import io.jarserve.server.cli.Credentials;
import io.jarserve.server.files.Trouble;
import io.jarserve.server.json.Json;
import io.jarserve.server.json.JsonException;
import io.jarserve.server.json.Problem;
import io.jarserve.server.model.InstanceStatus;
import io.jarserve.server.model.InstanceStatus.ControllerInfo;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Asks the admin API of one instance, and tells its refusals. Any thread. */
final class AdminCalls {

  private static final String UNREACHABLE = "unreachable";
  private static final int HTTP_ACCEPTED = 202;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(90);
  private static final Duration UPLOAD_TIMEOUT = Duration.ofMinutes(30);

  private final URI address;
  private final Optional<String> token;
  private final HttpClient http;

  AdminCalls(URI address, Credentials credentials) {
    this.address = address;
    this.token = credentials.token();
    this.http = credentials.client(address);
  }

  /** Whom it asks. */
  URI address() {
    return address;
  }

  /** What the instance tells about itself. */
  InstanceStatus status() {
    return status(ANSWER_TIMEOUT);
  }

  private InstanceStatus status(Duration patience) {
    byte[] body = send(to(Remote.APPLICATIONS, patience).GET()).body();
    InstanceStatus status = read(body, InstanceStatus.class);
    if (status.controllerInfo() == null) { // whatever answers there said something else
      throw foreign("it tells nothing of one", null);
    }
    return status;
  }

  <T> T get(String path, Class<T> answer) {
    return read(send(to(path, ANSWER_TIMEOUT).GET()).body(), answer);
  }

  /**
   * Asks for a change, and for its end.
   *
   * @param body empty for none
   * @return whether it is done; false when patience was at its end before
   */
  boolean change(String method, String path, Map<String, ?> body, Duration patience) {
    BodyPublisher json =
        body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(Json.write(body));
    HttpRequest.Builder request =
        to(path + "?wait=" + patience.toMillis() + "ms", patience.plus(ANSWER_TIMEOUT))
            .header("Content-Type", "application/json")
            .method(method, json);
    return send(request).statusCode() != HTTP_ACCEPTED;
  }

  /** What an instance there says of itself; empty when nothing answers. */
  Optional<InstanceStatus> found() {
    try {
      return Optional.of(status(CONNECT_TIMEOUT));
    } catch (JarserveException failed) {
      if (failed.reason().equals(UNREACHABLE)) {
        return Optional.empty();
      }
      throw failed;
    }
  }

  /** Whether nobody answers there, or another instance does. */
  boolean hasEnded(ControllerInfo instance) {
    return found().map(now -> !now.controllerInfo().isSameRun(instance)).orElse(true);
  }

  void post(String path) {
    send(to(path, ANSWER_TIMEOUT).POST(BodyPublishers.noBody()));
  }

  void upload(String path, Path file, String digest) {
    try {
      send(
          to(path, UPLOAD_TIMEOUT)
              .header("Content-Type", "application/java-archive")
              .header("Digest", "sha-256=" + digest)
              .POST(BodyPublishers.ofFile(file)));
    } catch (FileNotFoundException e) {
      throw new JarserveException(
          "artifact_refused", "JAR " + file + " is no file that can be read", e);
    }
  }

  private HttpRequest.Builder to(String path, Duration timeout) {
    HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(path)).timeout(timeout);
    token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
    return request;
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request) {
    try {
      HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
      if (response.statusCode() / 100 != 2) {
        throw refused(response);
      }
      return response;
    } catch (SSLException distrust) {
      throw new JarserveException(
          "untrusted",
          "%s and this program do not trust each other (%s); name the authority that signed the instance's certificate by ConnectOptions.trusting, and your own certificate by showing if it asks for one"
              .formatted(address, distrust.getMessage()),
          distrust);
    } catch (IOException broken) {
      throw new JarserveException(
          UNREACHABLE,
          "no Jarserve answers at %s (%s); is it the admin port of one that runs?"
              .formatted(address, Trouble.of(broken)),
          broken);
    } catch (InterruptedException stopped) {
      throw JarserveException.interrupted(address.toString());
    }
  }

  private JarserveException refused(HttpResponse<byte[]> response) {
    return Problem.parse(response.body())
        .map(p -> new JarserveException(p.reason() == null ? "refused" : p.reason(), p.detail()))
        .orElseGet(
            () ->
                new JarserveException(
                    "refused",
                    "%s answered with status %s; is it the admin port of a Jarserve?"
                        .formatted(address, response.statusCode())));
  }

  private <T> T read(byte[] body, Class<T> type) {
    try {
      return Json.read(body, type);
    } catch (JsonException wrong) {
      throw foreign(String.valueOf(wrong.getMessage()), wrong);
    }
  }

  private JarserveException foreign(String why, @Nullable JsonException cause) {
    return new JarserveException(
        "refused",
        "what answers at %s is no admin port of a Jarserve: %s".formatted(address, why),
        cause);
  }
}
