package io.jarserve.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jarserve.server.controller.EventLog;
import io.jarserve.server.json.Json;
import io.jarserve.server.logs.AuditTrail;
import io.jarserve.server.model.InstanceEvent;
import io.jarserve.server.model.Role;
import io.jarserve.server.openapi.Endpoint;
import io.jarserve.server.openapi.Endpoint.Form;
import io.jarserve.server.openapi.Endpoint.Input;
import io.jarserve.server.openapi.Endpoint.Place;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Tells what happens: to those who follow it, and to those who ask who changed what. Any thread.
 */
final class EventRoutes {

  private static final String GROUP = "events";
  private static final int MOST_AT_ONCE = 64;
  private static final int STANDARD_LIMIT = 100;

  private static final Input AFTER =
      query("after", Form.WHOLE, "only events after that sequence number; 0 for all that are kept");
  private static final Input APPLICATION =
      query("application", Form.TEXT, "only what is about that application");
  private static final Input LIMIT =
      query("limit", Form.WHOLE, "how many at most, the newest of them; 100 without it");

  private final EventLog log;
  private final AuditTrail trail;
  private final Feeds feeds;

  /** Who changed what, when, from which version to which; the newest last. */
  record AuditView(List<InstanceEvent> entries) {}

  EventRoutes(EventLog log, AuditTrail trail, Feeds feeds) {
    this.log = log;
    this.trail = trail;
    this.feeds = feeds;
  }

  private static Input query(String name, Form form, String description) {
    return new Input(Place.QUERY, name, form, false, description);
  }

  List<AdminRoute> all() {
    return List.of(events(), audit());
  }

  private AdminRoute events() {
    Endpoint endpoint =
        Endpoint.of("GET", "/api/serve/events", "getEvents", "Follows what happens, as it happens")
            .in(GROUP)
            .describedAs(
                "Server-sent events: `id` is the sequence number, `event` the kind, `data` an"
                    + " InstanceEvent as JSON. Whoever comes back with Last-Event-ID misses nothing"
                    + " that is still kept: the last "
                    + EventLog.KEPT
                    + " events. Without it and `after`, what happens from now on.")
            .with(
                new Input(
                    Place.HEADER, "Last-Event-ID", Form.WHOLE, false, "the last event seen before"))
            .with(AFTER)
            .with(APPLICATION)
            .answering(200, InstanceRoutes.text("Events without an end", "text/event-stream"));
    return AdminRoute.of(endpoint, Role.READ, this::follow);
  }

  private Answer follow(Call call) {
    feeds.checkRoom();
    long from =
        call.header("Last-Event-ID")
            .map(Long::valueOf)
            .or(() -> call.whole("after"))
            .map(known -> Math.min(known, log.last()))
            .orElseGet(log::last);
    return Answer.going("text/event-stream", new Follower(from, call.text("application")));
  }

  private AdminRoute audit() {
    Endpoint endpoint =
        Endpoint.of("GET", "/api/serve/audit", "getAudit", "Tells who changed what")
            .in(GROUP)
            .describedAs(
                "The changes that were asked for, carried out or refused, by any way, also before the"
                    + " server started: the last "
                    + AuditTrail.KEPT
                    + ". All of them are in audit.log beside the logs.")
            .with(AFTER)
            .with(APPLICATION)
            .with(LIMIT)
            .answering(200, InstanceRoutes.json("The newest last", AuditView.class));
    return AdminRoute.of(endpoint, Role.READ, this::audit);
  }

  private Answer audit(Call call) {
    long after = call.whole("after").orElse(0L);
    long limit = call.whole("limit").orElse((long) STANDARD_LIMIT);
    return Answer.json(200, new AuditView(trail.newest(after, call.text("application"), limit)));
  }

  private static boolean isAbout(InstanceEvent event, Optional<String> application) {
    return application.isEmpty() || application.equals(event.application());
  }

  /** Reads on where it was. */
  private final class Follower implements Feed {

    private final Optional<String> application;
    private final Deque<InstanceEvent> read = new ArrayDeque<>();
    private long last;

    Follower(long from, Optional<String> application) {
      this.last = from;
      this.application = application;
    }

    @Override
    public Optional<byte[]> next() {
      while (read.isEmpty() && last < log.last()) {
        List<InstanceEvent> more = log.after(last, MOST_AT_ONCE);
        last = more.isEmpty() ? log.last() : more.get(more.size() - 1).sequence();
        more.stream().filter(event -> isAbout(event, application)).forEach(read::add);
      }
      return Optional.ofNullable(read.poll()).map(EventRoutes::message);
    }
  }

  private static byte[] message(InstanceEvent event) {
    String data = new String(Json.write(event), UTF_8);
    return "id: %s\nevent: %s\ndata: %s\n\n"
        .formatted(event.sequence(), event.kind().name(), data)
        .getBytes(UTF_8);
  }
}
