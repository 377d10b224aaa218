package io.jarserve.server.logs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jarserve.server.json.Json;
import io.jarserve.server.json.JsonException;
import io.jarserve.server.model.InstanceEvent;
import io.jarserve.server.model.InstanceEvent.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who asked for which change, carried out or refused, and what the server changed by itself: a line
 * of JSON for each in {@code audit.log}, turned over by size, and the last of them in memory.
 *
 * <p>One thread brings what happens, any thread reads. What was brought survives a crash of the
 * process; a crash of the machine may take the last seconds. While the disk takes nothing, what
 * comes waits in memory, the last {@value #KEPT} of it.
 */
public final class AuditTrail {

  /** So many entries are in memory, those of earlier starts included. */
  public static final int KEPT = 1024;

  private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);
  private static final LogPlace PLACE = new LogPlace("", "audit");
  private static final long MOST_BYTES = 4 * 1024 * 1024;
  private static final int MOST_FILES = 10;
  private static final Set<Kind> AUDITED =
      Set.of(
          Kind.DEPLOY_STARTED,
          Kind.UPDATE_STARTED,
          Kind.OPTIONS_APPLIED,
          Kind.ROLLBACK_STARTED,
          Kind.ROLLED_BACK,
          Kind.RESTART_STARTED,
          Kind.DELETE_STARTED,
          Kind.CHANGE_REFUSED,
          Kind.LOG_LEVEL_SET,
          Kind.TOKENS_CHANGED,
          Kind.SHUTDOWN_STARTED);

  private final Path path;
  private final RotatingFile file;

  /** Guarded by this. */
  private final Deque<InstanceEvent> kept = new ArrayDeque<>();

  /** Of concern to the thread that brings. */
  private final Deque<InstanceEvent> unwritten = new ArrayDeque<>();

  private boolean failing;

  private AuditTrail(Path path, long mostBytes) {
    this.path = path;
    this.file = new RotatingFile(path, mostBytes, MOST_FILES);
  }

  /**
   * Reads what earlier starts left; lines that are not whole, and files that cannot be read, are
   * passed over.
   *
   * @param logs the directory of all logs
   */
  public static AuditTrail open(Path logs) {
    return open(logs, MOST_BYTES);
  }

  static AuditTrail open(Path logs, long mostBytes) {
    AuditTrail trail = new AuditTrail(PLACE.in(logs), mostBytes);
    trail.read(Path.of(trail.path + ".1"));
    trail.read(trail.path);
    return trail;
  }

  private void read(Path each) {
    try {
      if (Files.exists(each)) {
        new String(Files.readAllBytes(each), UTF_8).lines().forEach(this::remember);
      }
    } catch (IOException e) {
      LOG.warn("{} cannot be read ({}): the audit begins without it; make it readable", each, e);
    }
  }

  private synchronized void remember(String line) {
    try {
      InstanceEvent event = Json.read(line.getBytes(UTF_8), InstanceEvent.class);
      if (kept.isEmpty() || event.sequence() > kept.getLast().sequence()) { // else written twice
        keep(event);
      }
    } catch (JsonException torn) {
      LOG.warn("a line of {} is passed over: it is not a whole entry", path);
    }
  }

  /** Sequence of the newest entry; 0 when there is none. */
  public synchronized long last() {
    return kept.isEmpty() ? 0 : kept.getLast().sequence();
  }

  /** Takes what happened, in order. */
  public void add(List<InstanceEvent> events) {
    for (InstanceEvent event : events) {
      if (AUDITED.contains(event.kind())) {
        keep(event);
        bounded(unwritten, event);
      }
    }
    writeAll();
  }

  private synchronized void keep(InstanceEvent event) {
    bounded(kept, event);
  }

  private static void bounded(Deque<InstanceEvent> events, InstanceEvent event) {
    events.add(event);
    if (events.size() > KEPT) {
      events.remove();
    }
  }

  private void writeAll() {
    try {
      for (InstanceEvent event : unwritten) {
        file.write((new String(Json.write(event), UTF_8) + "\n").getBytes(UTF_8));
      }
      file.close();
      unwritten.clear();
      failing = false;
    } catch (IOException e) {
      int unused = file.abandon(); // all of it is still at hand
      warn(e);
    }
  }

  private void warn(IOException e) {
    if (!failing) {
      LOG.warn(
          "{} cannot be written ({}); what is to be in it waits in memory until it can be",
          path,
          e);
    }
    failing = true;
  }

  /**
   * The newest entries, oldest first; any thread.
   *
   * @param after only those with a greater sequence
   * @param application only those about it
   * @param most how many at most
   */
  public synchronized List<InstanceEvent> newest(
      long after, Optional<String> application, long most) {
    List<InstanceEvent> found = new ArrayList<>();
    for (InstanceEvent event : kept) {
      if (event.sequence() > after
          && (application.isEmpty() || application.equals(event.application()))) {
        found.add(event);
      }
    }
    return List.copyOf(found.subList((int) Math.max(0, found.size() - most), found.size()));
  }
}
