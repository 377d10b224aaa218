package io.jarserve.store.tests;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** S3Proxy, which speaks the API of S3 over a directory, as a process of its own. */
final class S3Server implements AutoCloseable {

  static final String BUCKET = "jarserve-checkpoints";

  private final Process process;
  private final int port;

  private S3Server(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts one with an empty bucket below that directory, which checks who asks. */
  static S3Server start(Path directory) throws IOException {
    return start(directory, "aws-v2-or-v4");
  }

  /** One that answers whoever asks, so that something between may change the requests. */
  static S3Server startForAnyone(Path directory) throws IOException {
    return start(directory, "none");
  }

  private static S3Server start(Path directory, String authorization) throws IOException {
    int port = freePort();
    Path data = Files.createDirectories(directory.resolve("data"));
    Files.createDirectories(data.resolve(BUCKET));
    Path settings =
        Files.write(
            directory.resolve("s3proxy.properties"),
            List.of(
                "s3proxy.endpoint=http://127.0.0.1:" + port,
                "s3proxy.authorization=" + authorization,
                "s3proxy.identity=local",
                "s3proxy.credential=secret",
                "jclouds.provider=filesystem-nio2",
                "jclouds.filesystem.basedir=" + data));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                Path.of("target/s3proxy.jar").toAbsolutePath().toString(),
                "--properties",
                settings.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("s3proxy.log").toFile())
            .start();
    await("S3Proxy listens")
        .atMost(Duration.ofSeconds(60))
        .until(() -> !process.isAlive() || listens(port));
    return new S3Server(process, port);
  }

  /** For the SDK in this process, straight or through something between. */
  static void use(String address) {
    System.setProperty("aws.endpointUrlS3", address);
  }

  String address() {
    return "http://127.0.0.1:" + port;
  }

  /** For the SDK in another. */
  Map<String, String> environment() {
    return Map.of(
        "AWS_ENDPOINT_URL", address(),
        "AWS_ACCESS_KEY_ID", "local",
        "AWS_SECRET_ACCESS_KEY", "secret");
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    try {
      process.waitFor(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
