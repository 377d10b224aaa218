package io.jarserve.server.admin;

import io.jarserve.server.json.NearestName;
import io.jarserve.server.metrics.Meters;
import io.jarserve.server.model.InstanceStatus;
import io.jarserve.server.model.InstanceStatus.ApplicationView;
import io.jarserve.server.model.InstanceStatus.OriginView;
import io.jarserve.server.model.Role;
import io.jarserve.server.openapi.Endpoint;
import io.jarserve.server.openapi.Endpoint.Content;
import io.jarserve.server.openapi.Endpoint.Form;
import io.jarserve.server.openapi.Endpoint.Input;
import io.jarserve.server.openapi.Endpoint.Outcome;
import io.jarserve.server.openapi.Endpoint.Place;
import io.jarserve.server.openapi.Endpoint.Shape;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What an instance tells about itself, and its end. Called by any thread; holds nothing but what
 * was handed in.
 */
final class InstanceRoutes {

  static final String APPLICATIONS = "/api/serve/applications/";
  static final Input NAME =
      new Input(Place.PATH, "name", Form.TEXT, true, "name of the application, its Plugin-Id");

  private static final String GROUP = "instance";

  /** The answer to a shutdown. */
  record Said(String message) {}

  private final Supplier<InstanceStatus> status;
  private final Supplier<Optional<String>> etag;
  private final Meters meters;
  private final Consumer<String> shutdown;
  private final Clock clock;

  /**
   * @param etag of all that is wanted; empty where nothing can be changed
   * @param shutdown is told who asks for it
   */
  InstanceRoutes(
      Supplier<InstanceStatus> status,
      Supplier<Optional<String>> etag,
      Meters meters,
      Consumer<String> shutdown,
      Clock clock) {
    this.status = status;
    this.etag = etag;
    this.meters = meters;
    this.shutdown = shutdown;
    this.clock = clock;
  }

  List<AdminRoute> all() {
    return List.of(
        AdminRoute.of(
            reading(APPLICATIONS, "getApplications", "Tells the status of everything")
                .in("applications")
                .answering(200, json("The status", InstanceStatus.class)),
            Role.READ,
            call -> tagged(etag.get(), Answer.json(200, status.get()))),
        AdminRoute.of(
            reading(APPLICATIONS + "{name}", "getApplication", "Tells the status of an application")
                .in("applications")
                .with(NAME)
                .answering(200, json("The status", ApplicationView.class)),
            Role.READ,
            call -> application(call.segment("name"))),
        AdminRoute.of(
            Endpoint.of("POST", "/api/serve/shutdown", "shutdown", "Ends the instance in order")
                .in(GROUP)
                .answering(202, json("It has begun", Said.class)),
            Role.ADMIN,
            call ->
                Answer.json(202, new Said("shutting down"))
                    .then(() -> shutdown.accept(call.actor()))),
        AdminRoute.of(
            reading("/", "getStatusPage", "Shows the status as a page")
                .answering(200, text("A page", "text/html")),
            Role.READ,
            call -> page()),
        AdminRoute.of(
            reading("/metrics", "getMetrics", "Tells the metrics in the format of Prometheus")
                .answering(200, text("Metrics", "text/plain")),
            Role.READ,
            call -> Answer.text(Meters.CONTENT_TYPE, meters.scrape())),
        AdminRoute.of(
            reading("/-/healthz", "getHealth", "Says that the admin port answers")
                .answering(200, text("success", "text/plain")),
            Role.ANYONE,
            call -> Answer.text("text/plain; charset=utf-8", "success")));
  }

  static Endpoint reading(String template, String id, String summary) {
    return Endpoint.of("GET", template, id, summary).in(GROUP);
  }

  static Outcome json(String meaning, Class<?> type) {
    Content content = new Content("application/json", new Shape.Of(type), 0);
    return new Outcome(meaning, Optional.of(content));
  }

  static Outcome text(String meaning, String mediaType) {
    Content content = new Content(mediaType, new Shape.Of(String.class), 0);
    return new Outcome(meaning, Optional.of(content));
  }

  private static Optional<String> etag(ApplicationView view) {
    return Optional.ofNullable(view.origin()).map(OriginView::etag);
  }

  /** With the tag of what is wanted, which a change is made for. */
  private static Answer tagged(Optional<String> tag, Answer answer) {
    return tag.map(text -> answer.with("ETag", Etags.strong(text))).orElse(answer);
  }

  private Answer page() {
    return Answer.text("text/html; charset=utf-8", StatusPage.of(status.get(), clock.instant()));
  }

  private Answer application(String name) {
    Map<String, ApplicationView> applications = status.get().applications();
    return Optional.ofNullable(applications.get(name))
        .map(view -> tagged(etag(view), Answer.json(200, view)))
        .orElseGet(() -> unknownApplication(name, applications));
  }

  static Answer unknownApplication(String name, Map<String, ApplicationView> applications) {
    return Answer.problem(
        404,
        "Unknown application",
        "unknown_application",
        "there is no application '" + name + "'" + NearestName.hint(name, applications.keySet()));
  }
}
