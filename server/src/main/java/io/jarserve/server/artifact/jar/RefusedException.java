package io.jarserve.server.artifact.jar;

/** A file is not taken; the message says what, which, the value and the remedy. */
public final class RefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  /** Whose fault it is, and so what comes next. */
  public enum Fault {
    /** Looks like a file that is still being written: told for good only when it stays so. */
    TORN,
    /** The bytes are as they are meant to be, and cannot be served. */
    BAD,
    /** Not the file's fault: tried again by and by. */
    TROUBLE
  }

  private final Fault fault;

  private RefusedException(Fault fault, String message) {
    super(message);
    this.fault = fault;
  }

  public static RefusedException of(Fault fault, String message) {
    return new RefusedException(fault, message);
  }

  public static RefusedException torn(String message) {
    return new RefusedException(Fault.TORN, message);
  }

  /** What is wrong with a JAR that copying or building it again may mend. */
  static RefusedException tornJar(String message) {
    return torn(message + "; copy it again, or build it anew");
  }

  public static RefusedException bad(String message) {
    return new RefusedException(Fault.BAD, message);
  }

  public static RefusedException trouble(String message) {
    return new RefusedException(Fault.TROUBLE, message);
  }

  public Fault fault() {
    return fault;
  }

  /** Whether the file is not at fault, so that the same may be taken later. */
  public boolean isTrouble() {
    return fault == Fault.TROUBLE;
  }

  /** The message without {@code null}. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
