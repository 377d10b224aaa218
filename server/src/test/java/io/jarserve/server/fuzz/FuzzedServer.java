package io.jarserve.server.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.jarserve.server.files.Tree;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.TestNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A whole server that gets the requests of inputs, one after another, and with it what each answer
 * is held to. One application is there at the beginning, and comes back when an input deleted it.
 * Used by one thread.
 */
final class FuzzedServer implements AutoCloseable {

  private static final int ANSWERED_WITHIN_MILLIS = 30_000;
  private static final int TIDY_EVERY = 16;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3})[^\r\n]*\r\n");

  /** What keeps an old version from being unloaded; tells of classes, as it is meant to. */
  private static final Pattern SUSPECTS =
      Pattern.compile("\"suspects\":\\[[^]]*]|not unloaded for [^<]*");

  private static final Set<Integer> MEANT = Set.of(501, 503, 504, 505, 507);
  private static final String APPLICATION = "/api/serve/applications/greeter";

  private final Path home;
  private final TestNode node;
  private final byte[] jar;
  private final String digest;
  private final Set<String> given = new HashSet<>();
  private int played;

  private FuzzedServer(Path home, TestNode node, byte[] jar) {
    this.home = home;
    this.node = node;
    this.jar = jar;
    String stored = ask("POST " + APPLICATION + "/artifact\n\nJAR", "");
    Matcher found = Pattern.compile("[0-9a-f]{64}").matcher(stored);
    if (!found.find()) {
      throw new AssertionError("no digest in " + stored);
    }
    this.digest = found.group();
    deploy();
  }

  static FuzzedServer start() {
    try {
      Path home = Files.createTempDirectory("fuzz");
      byte[] jar = PluginJars.greeter("greeter", "1.0", "hello").bytes();
      return new FuzzedServer(home, TestNode.start(home), jar);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its own description, as it publishes it. */
  String document() {
    String answer = ask("GET /api/openapi.json", "");
    return answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }

  /** Sends what an input asks for, and checks what comes back. */
  void play(byte[] input) {
    for (FuzzedRequest request : FuzzedRequest.of(input)) {
      if (request.isHarmless()) {
        byte[] sent = request.bytes(digest, jar);
        check(request, new String(sent, ISO_8859_1), answer(sent));
      }
    }
    played++;
    if (played % TIDY_EVERY == 0 && !node.status().applications().containsKey("greeter")) {
      deploy();
    }
  }

  private void deploy() {
    String answer = ask("PUT " + APPLICATION + "\n\n{\"digest\": \"DIGEST\"}", digest);
    if (!answer.startsWith("HTTP/1.1 20")) {
      throw new AssertionError("the application does not come back: " + answer);
    }
  }

  private String ask(String request, String known) {
    return answer(FuzzedRequest.of(request.getBytes(ISO_8859_1)).get(0).bytes(known, jar));
  }

  private void check(FuzzedRequest request, String sent, String answer) {
    Matcher line = STATUS.matcher(answer);
    if (!line.lookingAt()) {
      throw new AssertionError(request + "\nhas no answer but '" + answer + "'");
    }
    int status = Integer.parseInt(line.group(1));
    if (status >= 500 && !MEANT.contains(status)) {
      throw new AssertionError(request + "\nis answered by " + answer);
    }
    if (status >= 400 && !answer.contains("application/problem+json")) {
      throw new AssertionError(request + "\nis answered by no problem but " + answer);
    }
    given.addAll(InnerNames.of(sent)); // the audit tells it later, too
    String known = sent + new String(sent.getBytes(ISO_8859_1), UTF_8) + given;
    InnerNames.check(SUSPECTS.matcher(answer).replaceAll(""), known);
  }

  /** The whole answer, or its beginning where it goes on for as long as the client stays. */
  private String answer(byte[] request) {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.adminPort())) {
      socket.setSoTimeout(ANSWERED_WITHIN_MILLIS);
      try {
        socket.getOutputStream().write(request);
      } catch (SocketException broken) {
        // the rest was not wanted; the answer is there all the same
      }
      read(socket.getInputStream(), answer);
    } catch (SocketTimeoutException late) {
      throw new AssertionError(
          "no answer within %d ms to %s"
              .formatted(ANSWERED_WITHIN_MILLIS, new String(request, ISO_8859_1)),
          late);
    } catch (SocketException broken) {
      // as above
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return answer.toString(UTF_8);
  }

  private static void read(InputStream in, ByteArrayOutputStream answer) throws IOException {
    byte[] piece = new byte[8192];
    for (int n = in.read(piece); n >= 0; n = goesOn(answer) ? -1 : in.read(piece)) {
      answer.write(piece, 0, n);
    }
  }

  private static boolean goesOn(ByteArrayOutputStream answer) {
    String text = answer.toString(ISO_8859_1);
    return text.substring(0, Math.max(0, text.indexOf("\r\n\r\n"))).contains("text/event-stream");
  }

  @Override
  public void close() throws IOException {
    node.close();
    Tree.delete(home);
  }
}
