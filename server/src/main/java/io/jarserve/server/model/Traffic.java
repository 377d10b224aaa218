package io.jarserve.server.model;

/**
 * How requests fared in some time: what is compared of two versions.
 *
 * @param requests that ended
 * @param failed of them with an error
 * @param averageS seconds that they took on average; 0 without requests
 * @param medianS half of them took at most so many seconds; one of few fixed bounds
 */
public record Traffic(long requests, long failed, double averageS, double medianS) {

  public static final Traffic NONE = new Traffic(0, 0, 0, 0);

  /** From 0 to 1; 0 without requests. */
  public double failedShare() {
    return requests == 0 ? 0 : (double) failed / requests;
  }
}
