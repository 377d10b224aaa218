package io.jarserve.server.checkpoint;

import io.jarserve.server.files.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What surrounds the state in a checkpoint: {@code
 * {"format":1,"number":123,"sha256":"…","state":{…}}}. The form is fixed to the byte, so that every
 * byte of an object is either checked or summed.
 */
final class Envelope {

  private static final int FORMAT = 1;
  private static final int LONGEST_HEAD = 200;
  private static final byte[] TAIL = "}\n".getBytes(StandardCharsets.US_ASCII);
  private static final Pattern ANY_FORMAT = Pattern.compile("\\{\"format\":(\\d{1,9}),");
  private static final Pattern HEAD =
      Pattern.compile(
          "\\{\"format\":(\\d{1,9}),\"number\":(\\d{1,18}),\"sha256\":\"([0-9a-f]{64})\",\"state\":");

  private Envelope() {}

  /** An object that is not a whole checkpoint; the message says what is wrong with it. */
  static final class DamagedException extends Exception {
    private static final long serialVersionUID = 1L;

    DamagedException(String message) {
      super(message);
    }
  }

  /** An object that is whole and in a form that this version does not know. */
  static final class UnknownFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    UnknownFormatException(String format) {
      super("has format " + format + ", and this version of Jarserve reads format " + FORMAT);
    }
  }

  static byte[] wrap(long number, byte[] state) {
    String head =
        String.format(
            Locale.ROOT,
            "{\"format\":%d,\"number\":%d,\"sha256\":\"%s\",\"state\":",
            FORMAT,
            number,
            Sha256.hex(state));
    byte[] headBytes = head.getBytes(StandardCharsets.US_ASCII);
    byte[] whole = Arrays.copyOf(headBytes, headBytes.length + state.length + TAIL.length);
    System.arraycopy(state, 0, whole, headBytes.length, state.length);
    System.arraycopy(TAIL, 0, whole, headBytes.length + state.length, TAIL.length);
    return whole;
  }

  static byte[] unwrap(long number, byte[] content)
      throws DamagedException, UnknownFormatException {
    String start =
        new String(content, 0, Math.min(content.length, LONGEST_HEAD), StandardCharsets.ISO_8859_1);
    checkFormat(start);
    Matcher head = HEAD.matcher(start);
    if (!head.lookingAt()) {
      throw new DamagedException("does not begin like a checkpoint");
    }
    if (!head.group(2).equals(Long.toString(number))) {
      throw new DamagedException("says that it is number " + head.group(2));
    }
    int end = content.length - TAIL.length;
    if (end < head.end() || !Arrays.equals(content, end, content.length, TAIL, 0, TAIL.length)) {
      throw new DamagedException("is cut off");
    }
    byte[] state = Arrays.copyOfRange(content, head.end(), end);
    checkSum(head.group(3), Sha256.hex(state));
    return state;
  }

  private static void checkFormat(String start) throws UnknownFormatException {
    Matcher format = ANY_FORMAT.matcher(start);
    if (format.lookingAt() && !format.group(1).equals(Integer.toString(FORMAT))) {
      throw new UnknownFormatException(format.group(1));
    }
  }

  private static void checkSum(String written, String found) throws DamagedException {
    if (!written.equals(found)) {
      throw new DamagedException("has checksum " + found + " but says " + written);
    }
  }
}
