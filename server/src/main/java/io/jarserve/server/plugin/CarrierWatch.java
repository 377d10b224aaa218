package io.jarserve.server.plugin;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees when the carriers of virtual threads are all held by code that neither ends nor blocks, so
 * that one plugin cannot stall all others; see {@link VirtualThreads}.
 *
 * <p>One per JVM, as the carriers are. Its thread looks ten times a second; what had not begun the
 * time before is rescued, and for a second all new tasks are run without carriers. It costs a
 * request nothing but the reading of a flag.
 *
 * <p>It is why there are no more carriers than processors: more of them would only be held later,
 * and each request would pay for waking them.
 */
final class CarrierWatch {

  private static final Logger LOG = LoggerFactory.getLogger(CarrierWatch.class);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int LOOKS_UNTIL_TRIED_AGAIN = 10;
  private static final Set<VirtualThreads> WATCHED = ConcurrentHashMap.newKeySet();

  private static volatile boolean starved;

  static {
    Thread thread =
        new Thread(Belonging.rootGroup(), CarrierWatch::watch, "jarserve-carriers", 0, false);
    thread.setContextClassLoader(null);
    thread.setDaemon(true);
    thread.start();
  }

  private CarrierWatch() {}

  /** Whether virtual threads do not get to run just now. */
  static boolean isStarved() {
    return starved;
  }

  static void join(VirtualThreads threads) {
    WATCHED.add(threads);
  }

  static void leave(VirtualThreads threads) {
    WATCHED.remove(threads);
  }

  private static void watch() {
    int calm = 0;
    while (true) {
      LockSupport.parkNanos(LOOK_NANOS);
      calm = rescueAll() ? 0 : calm + 1;
      become(calm < LOOKS_UNTIL_TRIED_AGAIN && (starved || calm == 0));
    }
  }

  private static boolean rescueAll() {
    boolean found = false;
    for (VirtualThreads threads : WATCHED) {
      found |= threads.rescue();
    }
    return found;
  }

  private static void become(boolean isStarved) {
    if (isStarved && !starved) {
      LOG.warn(
          "requests did not get to run: plugin code holds every carrier of virtual threads;"
              + " new ones run on platform threads until that ends");
    }
    starved = isStarved;
  }
}
