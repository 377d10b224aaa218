package io.jarserve.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jarserve.server.model.InstanceStatus;
import io.jarserve.server.model.InstanceStatus.ApplicationView;
import io.jarserve.server.model.InstanceStatus.ControllerInfo;
import io.jarserve.server.model.InstanceStatus.DeploymentView;
import io.jarserve.server.model.InstanceStatus.PendingUnload;
import io.jarserve.server.model.InstanceStatus.ReplicaView;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The status as a page for people: one table, no scripts, nothing loaded from anywhere, refreshed
 * by the browser. Stateless.
 */
final class StatusPage {
  private static final String STYLE =
      """
      :root { color-scheme: light dark; --line: #8884; --good: #1a7f37; --busy: #9a6700; --bad: #cf222e; }
      @media (prefers-color-scheme: dark) { :root { --good: #4ac26b; --busy: #d4a72c; --bad: #ff7b72; } }
      body { font: 15px/1.5 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem; }
      h1 { font-size: 1.4rem; margin: 0; }
      .facts { margin: 0 0 1.5rem; opacity: .75; }
      table { border-collapse: collapse; width: 100%; }
      th, td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0; border-top: 1px solid var(--line); }
      .deployment td { border-top: none; padding-top: 0; }
      .deployment td:first-child { padding-left: 1.5rem; }
      .good { color: var(--good); } .busy { color: var(--busy); } .bad { color: var(--bad); }
      .status { font-weight: 600; white-space: nowrap; }
      .replicas { font: .8rem ui-monospace, monospace; margin: .2rem 0; padding: 0; list-style: none; }
      .replicas.many li { display: inline-block; margin-right: 1em; }
      .message { white-space: pre-wrap; overflow-wrap: anywhere; }
      code { font: .85rem ui-monospace, monospace; }
      """;

  /** Allows the page its own style sheet and nothing else. */
  static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
          .formatted(sha256(STYLE));

  private static final String HEAD =
      """
      <html lang="en"><head><meta charset="utf-8"><title>Jarserve</title>
      <meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="5">
      <style>%s</style></head><body>
      """
          .formatted(STYLE);

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
    return html.close("body").close("html").toString();
  }

  private void header(InstanceStatus status, Instant now) {
    ControllerInfo info = status.controllerInfo();
    Duration up = Duration.between(Instant.ofEpochSecond((long) info.startTimeS()), now);
    html.element("h1", "title", "Jarserve " + info.version());
    html.element(
        "p",
        "facts",
        "namespace %s · node %s · Java %s · process %d · up %s · serves on http://%s:%d · %s"
            .formatted(
                info.namespace(),
                info.nodeId(),
                info.java(),
                info.pid(),
                readable(up),
                status.httpOptions().host(),
                status.httpOptions().port(),
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
        "not unloaded for %.0f s: %s %s, held by %s"
            .formatted(pending.ageS(), pending.application(), pending.version(), suspects));
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

  private static String sha256(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException fault) {
      throw new IllegalStateException("every Java has SHA-256", fault);
    }
  }
}
