package io.jarserve.server.admin;

import io.jarserve.server.json.NearestName;
import io.jarserve.server.metrics.Meters;
import io.jarserve.server.model.InstanceStatus;
import io.jarserve.server.model.InstanceStatus.ApplicationView;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Which path answers what. Everything but shutdown is read-only. Called by any thread; holds
 * nothing but what was handed in.
 */
final class AdminRoutes {
  private static final String APPLICATIONS = "/api/serve/applications";
  private static final String SHUTDOWN = "/api/serve/shutdown";

  private final Supplier<InstanceStatus> status;
  private final Meters meters;
  private final Runnable shutdown;
  private final Clock clock;

  AdminRoutes(Supplier<InstanceStatus> status, Meters meters, Runnable shutdown, Clock clock) {
    this.status = status;
    this.meters = meters;
    this.shutdown = shutdown;
    this.clock = clock;
  }

  /**
   * @param path decoded
   */
  Answer answer(String method, String path) {
    return switch (path) {
      case "/" -> reading(method, this::page);
      case APPLICATIONS, APPLICATIONS + "/" -> reading(method, this::applications);
      case SHUTDOWN -> method.equals("POST") ? shutdown() : notAllowed(method, "POST");
      case "/metrics" -> reading(method, this::metrics);
      case "/-/healthz" -> reading(method, AdminRoutes::health);
      default ->
          path.startsWith(APPLICATIONS + "/")
              ? reading(method, () -> application(path.substring(APPLICATIONS.length() + 1)))
              : unknown(path);
    };
  }

  private static Answer reading(String method, Supplier<Answer> answer) {
    return method.equals("GET") || method.equals("HEAD")
        ? answer.get()
        : notAllowed(method, "GET, HEAD");
  }

  private Answer page() {
    return Answer.text("text/html; charset=utf-8", StatusPage.of(status.get(), clock.instant()));
  }

  private Answer applications() {
    return Answer.json(200, status.get());
  }

  private Answer application(String name) {
    Map<String, ApplicationView> applications = status.get().applications();
    return Optional.ofNullable(applications.get(name))
        .map(view -> Answer.json(200, view))
        .orElseGet(
            () ->
                Answer.problem(
                    404,
                    "Unknown application",
                    "unknown_application",
                    "there is no application '"
                        + name
                        + "'"
                        + NearestName.hint(name, applications.keySet())));
  }

  private Answer metrics() {
    return Answer.text(Meters.CONTENT_TYPE, meters.scrape());
  }

  private static Answer health() {
    return Answer.text("text/plain; charset=utf-8", "success");
  }

  private Answer shutdown() {
    return Answer.json(202, Map.of("message", "shutting down")).then(shutdown);
  }

  private static Answer unknown(String path) {
    return Answer.problem(
        404,
        "Unknown path",
        "unknown_path",
        "the admin port has nothing at '"
            + path
            + "'; it has /, /api/serve/applications/, /api/serve/shutdown, /metrics and"
            + " /-/healthz; applications are served on the public port");
  }

  private static Answer notAllowed(String method, String allowed) {
    return Answer.problem(
            405,
            "Method not allowed",
            "method_not_allowed",
            "this path does not take " + method + "; it takes " + allowed)
        .with("Allow", allowed);
  }
}
