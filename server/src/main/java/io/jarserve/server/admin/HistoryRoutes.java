package io.jarserve.server.admin;

import io.jarserve.server.json.NearestName;
import io.jarserve.server.model.ApplicationSpec;
import io.jarserve.server.model.DeploymentSpec;
import io.jarserve.server.model.Explanation;
import io.jarserve.server.model.Lineage;
import io.jarserve.server.model.Provenance;
import io.jarserve.server.model.Role;
import io.jarserve.server.model.ServedVersion;
import io.jarserve.server.model.VersionsView;
import io.jarserve.server.model.VersionsView.VersionView;
import io.jarserve.server.model.WantedState;
import io.jarserve.server.openapi.Endpoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tells what an application served before, and why it is in its state. Any thread. */
final class HistoryRoutes {

  private final Supplier<WantedState> wanted;
  private final Function<String, Optional<Explanation>> explain;

  HistoryRoutes(Supplier<WantedState> wanted, Function<String, Optional<Explanation>> explain) {
    this.wanted = wanted;
    this.explain = explain;
  }

  List<AdminRoute> all() {
    Endpoint endpoint =
        InstanceRoutes.reading(
                InstanceRoutes.APPLICATIONS + "{name}/versions",
                "getVersions",
                "Lists the versions that a rollback can go back to")
            .in("applications")
            .with(InstanceRoutes.NAME)
            .answering(200, InstanceRoutes.json("The newest first", VersionsView.class));
    return List.of(
        AdminRoute.of(endpoint, Role.READ, call -> versions(call.segment("name"))), explain());
  }

  private AdminRoute explain() {
    Endpoint endpoint =
        InstanceRoutes.reading(
                InstanceRoutes.APPLICATIONS + "{name}/explain",
                "explainApplication",
                "Tells why an application is in its state")
            .in("applications")
            .with(InstanceRoutes.NAME)
            .answering(200, InstanceRoutes.json("What decides about it", Explanation.class));
    return AdminRoute.of(
        endpoint,
        Role.READ,
        call ->
            explain
                .apply(call.segment("name"))
                .map(explanation -> Answer.json(200, explanation))
                .orElseGet(() -> unknown(call.segment("name"), wanted.get())));
  }

  private Answer versions(String name) {
    WantedState now = wanted.get();
    return now.application(name)
        .map(app -> Answer.json(200, new VersionsView(name, versions(app))))
        .orElseGet(() -> unknown(name, now));
  }

  private static Answer unknown(String name, WantedState now) {
    List<String> names = now.applications().stream().map(app -> app.wanted().name()).toList();
    return Answer.problem(
        404,
        "Unknown application",
        "unknown_application",
        "there is no application '" + name + "'" + NearestName.hint(name, names));
  }

  private static List<VersionView> versions(WantedState.Application app) {
    Lineage lineage = app.lineage();
    List<VersionView> views = new ArrayList<>();
    long serving = lineage.serving().map(ServedVersion::number).orElse(-1L);
    for (ServedVersion served : lineage.history()) {
      String fate = served.fate().name().toLowerCase(Locale.ROOT);
      String state = served.number() == serving ? "serving" : fate;
      views.add(view(served.number(), served.spec(), state, served.by(), served.servedAt()));
    }
    if (lineage.version(lineage.number()).isEmpty()) {
      String state = app.failureOf(app.wanted()).isPresent() ? "failed" : "wanted";
      views.add(view(lineage.number(), app.wanted(), state, lineage.by(), null));
    }
    views.sort(Comparator.comparingLong(VersionView::number).reversed());
    return views;
  }

  private static VersionView view(
      long number, ApplicationSpec spec, String state, Provenance by, @Nullable Instant servedAt) {
    return new VersionView(
        number,
        spec.version(),
        spec.digest().hex(),
        state,
        by.title(),
        by.how(),
        seconds(by.at()),
        servedAt == null ? null : seconds(servedAt),
        options(spec));
  }

  private static Map<String, Map<String, Object>> options(ApplicationSpec spec) {
    Map<String, Map<String, Object>> options = new LinkedHashMap<>();
    for (DeploymentSpec deployment : spec.deployments()) {
      options.put(deployment.name(), deployment.options().toYaml());
    }
    return options;
  }

  private static double seconds(Instant at) {
    return at.toEpochMilli() / 1000.0;
  }
}
