package io.jarserve.store.tests;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Between a client and the server of its store: passes every request on, unless it is told to do
 * something worse. Whole requests and answers are held in memory.
 */
final class FaultyProxy implements AutoCloseable {

  /** What each side says about its own connection. */
  private static final Set<String> NOT_PASSED_ON =
      Set.of(
          "connection", "content-length", "expect", "host", "transfer-encoding", "upgrade", "date");

  private final HttpServer server;
  private final String target;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile Fault fault = FaultyProxy::passOn;
  private volatile boolean unconditional;

  /** What happens to a request. */
  interface Fault {
    /** Answers, or leaves it to the caller to cut the connection. */
    void handle(FaultyProxy proxy, HttpExchange exchange) throws IOException;
  }

  private FaultyProxy(HttpServer server, String target) {
    this.server = server;
    this.target = target;
  }

  static FaultyProxy start(String target) throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    FaultyProxy proxy = new FaultyProxy(http, target);
    http.setExecutor(proxy.threads);
    http.createContext("/", proxy::handle);
    http.start();
    return proxy;
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  void set(Fault worse) {
    fault = worse;
  }

  /** As a store that does not know what a condition is. */
  void dropConditions() {
    unconditional = true;
  }

  void heal() {
    fault = FaultyProxy::passOn;
    unconditional = false;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  void passOn(HttpExchange exchange) throws IOException {
    HttpResponse<byte[]> answer = ask(exchange);
    answer
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (isPassedOn(name)) {
                exchange.getResponseHeaders().put(name, values);
              }
            });
    answer(exchange, answer.statusCode(), answer.body());
  }

  /** The server does as it is asked, and nobody hears of it. */
  void passOnAndForget(HttpExchange exchange) throws IOException {
    HttpResponse<byte[]> unused = ask(exchange);
  }

  /** As a proxy that shows a page of its own. */
  void answer(HttpExchange exchange, int status, String text) throws IOException {
    answer(exchange, status, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      fault.handle(this, exchange);
    }
  }

  private HttpResponse<byte[]> ask(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(exchange))
            .method(
                exchange.getRequestMethod(),
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (isPassedOn(name)) {
                values.forEach(value -> request.header(name, value));
              }
            });
    try {
      return client.send(request.build(), BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      throw new IOException("the proxy was closed", e);
    }
  }

  private URI uri(HttpExchange exchange) {
    String asked = exchange.getRequestURI().toString();
    return URI.create(
        target + (unconditional ? asked.replace("ifGenerationMatch=0", "noCondition=") : asked));
  }

  private boolean isPassedOn(String header) {
    String name = header.toLowerCase(Locale.ROOT);
    return !NOT_PASSED_ON.contains(name) && !(unconditional && name.equals("if-none-match"));
  }
}
