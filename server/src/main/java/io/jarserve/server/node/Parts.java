package io.jarserve.server.node;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of a node, closed in the reverse order of building, each whatever the others do. Built
 * by one thread; closed by any, and whoever comes second waits until everything is closed.
 */
final class Parts {

  private static final Logger log = LoggerFactory.getLogger(Parts.class);

  private record Part(String name, AutoCloseable closeable) {}

  private final Deque<Part> built = new ArrayDeque<>();

  /** Remembers a part, and gives it back. */
  synchronized <T extends AutoCloseable> T add(String name, T part) {
    built.push(new Part(name, part));
    return part;
  }

  synchronized void closeAll() {
    while (!built.isEmpty()) {
      Part part = built.pop();
      try {
        part.closeable().close();
      } catch (Exception e) {
        log.warn("closing the {} failed", part.name(), e);
      }
    }
  }
}
