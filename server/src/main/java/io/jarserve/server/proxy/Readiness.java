package io.jarserve.server.proxy;

/**
 * Whether everything that is to serve does.
 *
 * @param awaited what is missing, for people; empty when ready
 */
public record Readiness(boolean ready, String awaited) {

  public static final Readiness READY = new Readiness(true, "");
}
