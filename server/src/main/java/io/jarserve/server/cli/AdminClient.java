package io.jarserve.server.cli;

import io.jarserve.server.json.Json;
import io.jarserve.server.json.JsonException;
import io.jarserve.server.json.Problem;
import io.jarserve.server.model.InstanceStatus;
import io.jarserve.server.model.InstanceStatus.ControllerInfo;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Speaks to one admin port. Every question has a deadline. Safe for use by many threads. */
public final class AdminClient {

  /** Reads what is left of a body. */
  private interface Whole<T> {
    byte[] bytes(T body) throws IOException;
  }

  /** Where a server has its admin port by default. */
  public static final String STANDARD = "http://127.0.0.1:8265";

  private static final String EVENTS = "text/event-stream";
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

  private final URI address;
  private final String howToName;
  private final Optional<String> token;
  private final HttpClient http;

  /**
   * A client that is nobody in particular; connects with each question.
   *
   * @param howToName what people set to have another address asked, for messages
   */
  public AdminClient(URI address, String howToName) {
    this(address, howToName, Credentials.NONE);
  }

  /** A client that says who it is. */
  public AdminClient(URI address, String howToName, Credentials credentials) {
    this.address = address;
    this.howToName = howToName;
    this.token = credentials.token();
    this.http = credentials.client(address);
  }

  /**
   * Gets ready what reading the status needs, beside the caller: it takes as long as to understand
   * a command line.
   */
  public static void prepare() {
    Thread preparing = new Thread(() -> Json.prepare(InstanceStatus.class), "jarserve-prepare");
    preparing.setDaemon(true);
    preparing.start();
  }

  /**
   * The address that people mean, who leave the scheme out.
   *
   * @throws IllegalArgumentException says what one looks like; never tells a password
   */
  public static URI address(String text) {
    String withScheme = text.contains("://") ? text : "http://" + text;
    if (withScheme.contains("@")) {
      throw new IllegalArgumentException(
          "the address of an admin port holds no user and no password, for it is shown and logged; leave out what ends with '@', and give a token by JARSERVE_TOKEN or a file");
    }
    try {
      URI uri = URI.create(withScheme);
      if (uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return uri.resolve("/");
      }
    } catch (IllegalArgumentException notOne) {
      // told below
    }
    throw new IllegalArgumentException(
        "'" + text + "' is not the address of an admin port; it looks like " + STANDARD);
  }

  /** Whom it asks. */
  public URI address() {
    return address;
  }

  /** What the server tells about itself. */
  public InstanceStatus status() throws AdminException {
    return status(ANSWER_TIMEOUT);
  }

  private InstanceStatus status(Duration patience) throws AdminException {
    HttpRequest request = to("/api/serve/applications/").timeout(patience).GET().build();
    InstanceStatus status = lenient(send(request), InstanceStatus.class);
    if (status.controllerInfo() == null) { // whatever answers there said something else
      throw foreign("it tells nothing of it");
    }
    return status;
  }

  /**
   * Reads an answer.
   *
   * @param mark a field that each of that kind has, by which it is told from anything else
   */
  <T> T read(byte[] body, Class<T> type, String mark) throws AdminException {
    T answer = lenient(body, type);
    if (!lenient(body, Map.class).containsKey(mark)) {
      throw foreign("its answer has no '" + mark + "'");
    }
    return answer;
  }

  private <T> T lenient(byte[] body, Class<T> type) throws AdminException {
    try {
      return Json.read(body, type);
    } catch (JsonException wrong) {
      throw foreign(String.valueOf(wrong.getMessage()));
    }
  }

  private AdminException foreign(String why) {
    return AdminException.refused(
        "what answers at %s is not a Jarserve admin port: %s; name that of a Jarserve with %s"
            .formatted(address, why, howToName));
  }

  void shutdown() throws AdminException {
    send(to("/api/serve/shutdown").POST(BodyPublishers.noBody()).build());
  }

  /** From which level on a deployment logs; empty: as the server says for all. */
  Optional<String> logLevel(String application, String deployment) throws AdminException {
    return level(send(to(levelPath(application, deployment)).GET().build()));
  }

  /** Sets from which level on a deployment logs; empty: as the server says for all. */
  Optional<String> setLogLevel(String application, String deployment, Optional<String> level)
      throws AdminException {
    HttpRequest.Builder request = to(levelPath(application, deployment));
    if (level.isEmpty()) {
      return level(send(request.DELETE().build()));
    }
    byte[] wish = Json.write(Map.of("level", level.get()));
    return level(
        send(
            request
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofByteArray(wish))
                .build()));
  }

  private static String levelPath(String application, String deployment) {
    return "/api/serve/applications/%s/deployments/%s/log_level"
        .formatted(segment(application), segment(deployment));
  }

  /** A name as it stands in a path. */
  static String segment(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private Optional<String> level(byte[] view) throws AdminException {
    return Optional.ofNullable(read(view, Map.class, "level").get("level")).map(String::valueOf);
  }

  /**
   * Events after the one of that number, and then those that happen, until it is closed. There is
   * no deadline once the answer has begun.
   */
  InputStream events(long after, Optional<String> application) throws AdminException {
    String query = application.map(name -> "?application=" + segment(name)).orElse("");
    HttpResponse<InputStream> answer =
        send(
            to("/api/serve/events" + query)
                .header("Last-Event-ID", Long.toString(after))
                .GET()
                .build(),
            BodyHandlers.ofInputStream(),
            InputStream::readAllBytes);
    String kind = answer.headers().firstValue("Content-Type").orElse("something");
    if (!kind.startsWith(EVENTS)) {
      throw foreign("it answers with " + kind + " in place of events");
    }
    return answer.body();
  }

  /** Whether it is certain that a server has ended: nobody answers there, or another one does. */
  boolean hasEnded(ControllerInfo server) {
    try {
      return !status(CONNECT_TIMEOUT).controllerInfo().isSameRun(server);
    } catch (AdminException failed) {
      return failed.isOfNobody();
    }
  }

  /** The beginning of a question. */
  HttpRequest.Builder to(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address.resolve(path)).timeout(ANSWER_TIMEOUT);
    token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
    return request;
  }

  /** What is answered, when all is well. */
  byte[] send(HttpRequest request) throws AdminException {
    return send(request, BodyHandlers.ofByteArray(), body -> body).body();
  }

  private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler, Whole<T> whole)
      throws AdminException {
    try {
      HttpResponse<T> response = http.send(request, handler);
      if (response.statusCode() / 100 != 2) {
        throw AdminException.refused(refusal(response.statusCode(), whole.bytes(response.body())));
      }
      return response;
    } catch (IOException fault) {
      throw Unanswered.by(address, howToName, fault);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw AdminException.unreachable("interrupted while waiting for " + address);
    }
  }

  private String ofPublicPort(Problem problem) {
    return "no_route".equals(problem.reason())
        ? "; that is the public port of a Jarserve, name its admin port with " + howToName
        : "";
  }

  private String refusal(int status, byte[] body) {
    String answer = address + " answered with status " + status;
    return Problem.parse(body)
        .map(problem -> answer + ": " + problem.detail() + ofPublicPort(problem))
        .orElse(answer + "; is it the admin port of a Jarserve?");
  }
}
