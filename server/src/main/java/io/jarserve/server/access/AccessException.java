package io.jarserve.server.access;

/** Something about access that somebody asked for cannot be; the message is complete for people. */
public final class AccessException extends Exception {

  private static final long serialVersionUID = 1L;

  AccessException(String message) {
    super(message);
  }
}
