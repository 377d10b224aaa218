package io.jarserve.server.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Keep-alive clients that ask the same path again and again and forgive nothing: no second try, no
 * new connection after an error that is not counted. Every answer that is not as wanted, and every
 * broken connection, is a failed request.
 */
public final class LoadClients implements AutoCloseable {

  private static final int READ_TIMEOUT_MILLIS = 60_000;

  private final int port;
  private final List<Thread> threads = new ArrayList<>();
  private final List<LongAdder> ended = new ArrayList<>();
  private final LongAdder begun = new LongAdder();
  private final LongAdder succeeded = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final BiPredicate<Integer, String> wanted;
  private volatile boolean stopped;

  /**
   * @param wanted whether a status and body are what the client came for
   */
  public LoadClients(int port, BiPredicate<Integer, String> wanted) {
    this.port = port;
    this.wanted = wanted;
  }

  /** Clients that want status 200. */
  public static LoadClients wantingOk(int port) {
    return new LoadClients(port, (status, body) -> status == 200);
  }

  /** Starts more clients on one path. */
  public LoadClients add(int count, String path) {
    for (int i = 0; i < count; i++) {
      start(ends -> run(path, ends));
    }
    return this;
  }

  private void start(Consumer<LongAdder> client) {
    LongAdder ends = new LongAdder();
    ended.add(ends);
    Thread thread = new Thread(() -> client.accept(ends), "load-client-" + threads.size());
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  /** Starts clients that ask once. */
  public LoadClients addOnce(int count, String path) {
    for (int i = 0; i < count; i++) {
      start(ends -> askOnce(path));
    }
    return this;
  }

  /** Waits until each client has ended the request that it is at just now. */
  public void awaitRound() {
    List<Long> before = ended.stream().map(LongAdder::sum).toList();
    await("every client ends a request")
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                IntStream.range(0, before.size())
                    .allMatch(i -> ended.get(i).sum() > before.get(i)));
  }

  /** How many requests were sent. */
  public long begun() {
    return begun.sum();
  }

  public long succeeded() {
    return succeeded.sum();
  }

  public long failed() {
    return failed.sum();
  }

  /** Stops them; every request that they sent has been answered as wanted. */
  public void assertNothingLost() {
    close();
    assertThat(failed()).as("failed requests: %s", failures).isZero();
    assertThat(succeeded()).isPositive();
  }

  /** The first failures, for the message of an assertion. */
  public List<String> failures() {
    return List.copyOf(failures);
  }

  /** Lets every client finish its request and stops. */
  @Override
  public void close() {
    stopped = true;
    for (Thread thread : threads) {
      try {
        TimeUnit.MILLISECONDS.timedJoin(thread, READ_TIMEOUT_MILLIS + 1000L);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void askOnce(String path) {
    try (Connection connection = new Connection(port)) {
      connection.ask(request(path));
    } catch (IOException e) {
      fail(path + ": " + e);
    }
  }

  private byte[] request(String path) {
    return ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private void run(String path, LongAdder ends) {
    byte[] request = request(path);
    while (!stopped) {
      try (Connection connection = new Connection(port)) {
        while (!stopped && connection.isOpen()) {
          connection.ask(request);
          ends.increment();
        }
      } catch (IOException e) {
        fail(path + ": " + e);
        ends.increment();
      }
    }
  }

  private void fail(String what) {
    failed.increment();
    if (failures.size() < 20) {
      failures.add(what);
    }
  }

  private final class Connection implements AutoCloseable {
    private final Socket socket = new Socket();
    private final InputStream in;
    private boolean open = true;

    Connection(int port) throws IOException {
      socket.setSoTimeout(READ_TIMEOUT_MILLIS);
      socket.setTcpNoDelay(true);
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), READ_TIMEOUT_MILLIS);
      in = new BufferedInputStream(socket.getInputStream());
    }

    boolean isOpen() {
      return open;
    }

    void ask(byte[] request) throws IOException {
      socket.getOutputStream().write(request);
      begun.increment();
      String head = readLine();
      int status = Integer.parseInt(head.split(" ", 3)[1]);
      String body = readBody();
      if (wanted.test(status, body)) {
        succeeded.increment();
      } else {
        fail(head + " " + body);
      }
    }

    private String readBody() throws IOException {
      int length = 0;
      boolean chunked = false;
      for (String line = readLine(); !line.isEmpty(); line = readLine()) {
        String lower = line.toLowerCase(Locale.ROOT);
        if (lower.startsWith("content-length:")) {
          length = Integer.parseInt(lower.substring(15).trim());
        }
        chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
        open &= !lower.equals("connection: close");
      }
      return chunked ? readChunks() : readExactly(length);
    }

    private String readChunks() throws IOException {
      StringBuilder body = new StringBuilder();
      for (int size = chunkSize(); size > 0; size = chunkSize()) {
        body.append(readExactly(size));
        readLine();
      }
      readLine();
      return body.toString();
    }

    private int chunkSize() throws IOException {
      return Integer.parseInt(readLine().trim(), 16);
    }

    private String readExactly(int length) throws IOException {
      byte[] bytes = in.readNBytes(length);
      if (bytes.length < length) {
        throw new EOFException("body ended after " + bytes.length + " of " + length + " bytes");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }

    private String readLine() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int c = in.read(); c != '\n'; c = in.read()) {
        if (c < 0) {
          throw new EOFException("connection closed in the middle of an answer");
        }
        if (c != '\r') {
          line.append((char) c);
        }
      }
      return line.toString();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
