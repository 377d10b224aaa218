package io.jarserve.samples.villains;

import java.util.concurrent.TimeUnit;

/** Keeps a thread, interrupted or not, until the test sets a system property. Stateless. */
final class Release {

  private static final String PROPERTY = "io.jarserve.villains.release";

  private Release() {}

  static void await() {
    while (System.getProperty(PROPERTY) == null) {
      try {
        TimeUnit.MILLISECONDS.sleep(20);
      } catch (InterruptedException e) {
        // that is the point
      }
    }
  }
}
