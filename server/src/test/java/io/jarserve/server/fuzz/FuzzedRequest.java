package io.jarserve.server.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A request as it stands in an input: method and target in the first line, header lines, an empty
 * line, the body. Several are parted by a line of five equals signs. {@code DIGEST} in a body
 * stands for that of a JAR that is there, {@code JAR} as the whole body for its bytes.
 *
 * <p>What the sender must do right to get an answer at all, such as the length, is not left to the
 * input; nor are requests that are right and cost much: long waits, thousands of replicas.
 *
 * @param head without line ends' carriage returns, one character a byte
 * @param body one character a byte
 */
record FuzzedRequest(String head, String body) {

  private static final String PART = "\n=====\n";
  private static final int MOST_REQUESTS = 4;
  private static final Pattern FRAMING =
      Pattern.compile("content-length|transfer-encoding|connection|expect");
  private static final Pattern WAIT = Pattern.compile("wait=([^&#]*)");
  private static final Pattern SHORT = Pattern.compile("\\d{1,2}ms|0|\\D*");
  private static final Pattern REPLICAS = Pattern.compile("(replicas\"\\s*:\\s*)\\d[0-9.eE+]*");

  static List<FuzzedRequest> of(byte[] input) {
    return Arrays.stream(new String(input, ISO_8859_1).split(PART, -1))
        .limit(MOST_REQUESTS)
        .map(FuzzedRequest::of)
        .toList();
  }

  private static FuzzedRequest of(String text) {
    int gap = text.indexOf("\n\n");
    return gap < 0
        ? new FuzzedRequest(text, "")
        : new FuzzedRequest(text.substring(0, gap), text.substring(gap + 2));
  }

  /** Whether it can be sent: not when it would end the server, or its first line is no line. */
  boolean isHarmless() {
    String first = lines().get(0);
    String plain = InnerNames.decoded(first);
    return !FRAMING.matcher(first.toLowerCase(Locale.ROOT)).find()
        && !plain.contains("shutdown")
        && plain.contains("wait=") == first.contains("wait=");
  }

  /** What goes to the server. */
  byte[] bytes(String digest, byte[] jar) {
    byte[] content = body.equals("JAR") ? jar : content(digest).getBytes(ISO_8859_1);
    List<String> sent = new ArrayList<>();
    sent.add(WAIT.matcher(lines().get(0)).replaceAll(FuzzedRequest::briefly) + " HTTP/1.1");
    sent.add("Host: localhost");
    sent.add("Connection: close");
    lines().stream().skip(1).filter(FuzzedRequest::isFree).forEach(sent::add);
    sent.add("Content-Length: " + content.length);
    byte[] first =
        sent.stream().collect(Collectors.joining("\r\n", "", "\r\n\r\n")).getBytes(ISO_8859_1);
    byte[] all = Arrays.copyOf(first, first.length + content.length);
    System.arraycopy(content, 0, all, first.length, content.length);
    return all;
  }

  private String content(String digest) {
    return REPLICAS.matcher(body.replace("DIGEST", digest)).replaceAll(FuzzedRequest::few);
  }

  private List<String> lines() {
    return Arrays.asList(head.split("\n", -1));
  }

  private static boolean isFree(String line) {
    return !line.isEmpty() && !FRAMING.matcher(line.toLowerCase(Locale.ROOT)).find();
  }

  private static String briefly(MatchResult wait) {
    return SHORT.matcher(wait.group(1)).matches()
        ? Matcher.quoteReplacement(wait.group())
        : "wait=20ms";
  }

  private static String few(MatchResult replicas) {
    boolean many = replicas.group().length() - replicas.group(1).length() > 1;
    return Matcher.quoteReplacement(many ? replicas.group(1) + "2" : replicas.group());
  }

  @Override
  public String toString() {
    return head + "\n\n" + body;
  }
}
