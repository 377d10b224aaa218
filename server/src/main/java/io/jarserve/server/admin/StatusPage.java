package io.jarserve.server.admin;

import io.jarserve.server.model.InstanceStatus;
import io.jarserve.server.model.InstanceStatus.ApplicationView;
import io.jarserve.server.model.InstanceStatus.ControllerInfo;
import io.jarserve.server.model.InstanceStatus.DeploymentView;
import io.jarserve.server.model.InstanceStatus.PendingUnload;
import io.jarserve.server.model.InstanceStatus.ReplicaView;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The status as a page for people: one table, no scripts, nothing loaded from anywhere, refreshed
 * by the browser. Stateless.
 */
final class StatusPage {
  private static final String HEAD =
      """
      <html lang="en"><head><meta charset="utf-8"><title>Jarserve</title>
      <meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="5">
      <style>%s</style></head><body>
      """
          .formatted(PageStyle.STYLE);

  private static final String MORE =
      """
      <p class="facts"><a href="/api/">API</a> · <a href="/metrics">metrics</a></p>
      """;

  private final Html html = new Html();

  private StatusPage() {}

  static String of(InstanceStatus status, Instant now) {
    return new StatusPage().render(status, now);
  }

  private String render(InstanceStatus status, Instant now) {
    html.raw(HEAD);
    header(status, now);
    status.messages().forEach(message -> html.element("p", "message bad", message));
    status.warnings().forEach(warning -> html.element("p", "message", warning));
    applications(status);
    rejected(status);
    status.pendingUnload().forEach(this::pendingUnload);
    return html.raw(MORE).close("body").close("html").toString();
  }

  private void header(InstanceStatus status, Instant now) {
    ControllerInfo info = status.controllerInfo();
    Duration up = Duration.between(Instant.ofEpochSecond((long) info.startTimeS()), now);
    html.element("h1", "title", "Jarserve " + info.version());
    html.element(
        "p",
        "facts",
        "namespace %s · node %s · Java %s · process %s · up %s · serves on %s · %s"
            .formatted(
                info.namespace(),
                info.nodeId(),
                info.java(),
                info.pid(),
                readable(up),
                status.httpOptions().url(),
                summary(status)));
  }

  private void applications(InstanceStatus status) {
    if (status.applications().isEmpty()) {
      html.element(
          "p", "busy", "Nothing is deployed: copy a plugin JAR into the deploy directory.");
      return;
    }
    html.open("table").open("tr");
    List.of("Application", "Status", "Version", "Route", "What there is to know")
        .forEach(column -> html.element("th", "column", column));
    html.close("tr");
    status.applications().values().forEach(this::application);
    html.close("table");
  }

  private void application(ApplicationView view) {
    String route = view.routePrefix();
    html.open("tr");
    html.element("td", "name", view.name());
    status(view.status().name());
    html.open("td").text(versions(view)).open("br").open("code").text(brief(view.digest()));
    html.close("code").close("td");
    html.element("td", "route", route == null ? "none" : route);
    html.open("td").element("div", "message", view.message());
    InstanceStatus.LastError error = view.lastError();
    if (error != null) {
      html.element("div", "message bad", "last error: " + error.message());
    }
    html.element("div", "facts", facts(view)).close("td").close("tr");
    view.deployments().values().forEach(this::deployment);
  }

  private void deployment(DeploymentView view) {
    html.open("tr", "deployment").element("td", "name", view.name());
    status(view.status().name());
    html.element("td", "count", count(view)).open("td").close("td");
    html.open("td").element("div", "message", view.message());
    boolean allWell = view.replicas().stream().allMatch(replica -> replica.message().isEmpty());
    html.open("ul", allWell ? "replicas many" : "replicas");
    view.replicas().forEach(this::replica);
    html.close("ul").close("td").close("tr");
  }

  private void replica(ReplicaView view) {
    String health = view.healthy() ? "" : ", takes no requests";
    String message = view.message().isEmpty() ? "" : ": " + view.message();
    String tag = view.replicaId().substring(view.replicaId().lastIndexOf('#') + 1);
    html.element(
        "li", view.healthy() ? "good" : "busy", tag + " " + view.state() + health + message);
  }

  private void rejected(InstanceStatus status) {
    status
        .rejectedFiles()
        .forEach(
            rejected ->
                html.element(
                    "p", "message bad", "refused " + rejected.file() + ": " + rejected.reason()));
  }

  private void pendingUnload(PendingUnload pending) {
    String suspects =
        pending.suspects().isEmpty() ? "unknown" : String.join(", ", pending.suspects());
    html.element(
        "p",
        "message busy",
        String.format(
            Locale.ROOT,
            "not unloaded for %.0f s: %s %s, held by %s",
            pending.ageS(),
            pending.application(),
            pending.version(),
            suspects));
  }

  private void status(String name) {
    html.element("td", "status " + tone(name), name);
  }

  private static String tone(String status) {
    return switch (status) {
      case "RUNNING", "HEALTHY" -> "good";
      case "DEPLOY_FAILED", "UNHEALTHY" -> "bad";
      default -> "busy";
    };
  }

  private static String versions(ApplicationView view) {
    String serving = view.servingVersion();
    if (serving == null) {
      return view.version() + " (never served)";
    }
    boolean same = view.digest().equals(view.servingDigest());
    return same ? view.version() : "%s (%s serves)".formatted(view.version(), serving);
  }

  private static String facts(ApplicationView view) {
    String superseded =
        view.superseded().isEmpty() ? "" : " · supersedes " + String.join(", ", view.superseded());
    String pending = view.pendingUnload() == 0 ? "" : " · not unloaded: " + view.pendingUnload();
    return view.file() + superseded + pending;
  }

  private static String count(DeploymentView view) {
    long running = view.replicas().stream().filter(ReplicaView::healthy).count();
    return running + " of " + view.targetNumReplicas() + " ready";
  }

  private static String summary(InstanceStatus status) {
    var byStatus =
        status.applications().values().stream()
            .collect(
                Collectors.groupingBy(
                    view -> view.status().name(), TreeMap::new, Collectors.counting()));
    return byStatus.entrySet().stream()
        .map(entry -> entry.getValue() + " " + entry.getKey())
        .collect(Collectors.joining(", "));
  }

  private static String brief(String digest) {
    return digest.length() > 12 ? digest.substring(0, 12) : digest;
  }

  private static String readable(Duration up) {
    return up.truncatedTo(ChronoUnit.SECONDS).toString().substring(2).toLowerCase(Locale.ROOT);
  }
}
