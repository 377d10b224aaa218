package io.jarserve.server.admin;

import io.jarserve.server.json.NearestName;
import io.jarserve.server.openapi.Endpoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All routes of the admin port. A slash at the end of a path is passed over; HEAD is answered by
 * the route of GET. Immutable.
 */
final class RouteList {

  private final List<AdminRoute> routes;

  /**
   * @throws IllegalArgumentException when two are for the same requests
   */
  RouteList(List<AdminRoute> routes) {
    this.routes = List.copyOf(routes);
    Set<String> keys = new LinkedHashSet<>();
    for (AdminRoute route : routes) {
      String shape = String.join("/", route.segments()).replaceAll("\\{[^}]*}", "{}");
      if (!keys.add(route.endpoint().method() + " /" + shape)) {
        throw new IllegalArgumentException(
            "two routes are for " + route.endpoint().method() + " " + route.endpoint().template());
      }
    }
  }

  /** What a request is for. */
  sealed interface Match {

    /**
     * A route.
     *
     * @param path its open segments
     */
    record Found(AdminRoute route, Map<String, String> path) implements Match {}

    /** Nothing but this can be answered. */
    record Other(Answer answer) implements Match {}
  }

  List<AdminRoute> all() {
    return routes;
  }

  List<Endpoint> endpoints() {
    return routes.stream().map(AdminRoute::endpoint).toList();
  }

  /**
   * The only place where it is decided what a request is for, before anything of its body is read.
   *
   * @param path decoded
   */
  Match match(String method, String path) {
    List<String> segments = segments(path);
    List<AdminRoute> fitting = routes.stream().filter(r -> fits(r, segments)).toList();
    if (fitting.isEmpty()) {
      return new Match.Other(unknown(path));
    }
    String wanted = method.equals("HEAD") ? "GET" : method;
    Optional<AdminRoute> route =
        fitting.stream()
            .filter(r -> r.endpoint().method().equals(wanted))
            .min(Comparator.comparingLong(RouteList::openSegments));
    if (route.isPresent()) {
      return new Match.Found(route.get(), values(route.get(), segments));
    }
    String allowed = allowed(fitting);
    return new Match.Other(
        method.equals("OPTIONS")
            ? Answer.empty(204).with("Allow", allowed)
            : notAllowed(method, allowed));
  }

  static List<String> segments(String path) {
    return Arrays.stream(path.split("/", -1)).filter(segment -> !segment.isEmpty()).toList();
  }

  private static boolean fits(AdminRoute route, List<String> path) {
    List<String> template = route.segments();
    if (template.size() != path.size()) {
      return false;
    }
    for (int i = 0; i < path.size(); i++) {
      if (!isOpen(template.get(i)) && !template.get(i).equals(path.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static Map<String, String> values(AdminRoute route, List<String> path) {
    Map<String, String> values = new HashMap<>();
    List<String> template = route.segments();
    for (int i = 0; i < path.size(); i++) {
      String segment = template.get(i);
      if (isOpen(segment)) {
        values.put(segment.substring(1, segment.length() - 1), path.get(i));
      }
    }
    return values;
  }

  private static boolean isOpen(String segment) {
    return segment.startsWith("{");
  }

  private static long openSegments(AdminRoute route) {
    return route.segments().stream().filter(RouteList::isOpen).count();
  }

  private static String allowed(List<AdminRoute> routes) {
    Set<String> methods = new LinkedHashSet<>();
    routes.forEach(route -> methods.add(route.endpoint().method()));
    List<String> all = new ArrayList<>(methods);
    if (methods.contains("GET")) {
      all.add("HEAD");
    }
    all.add("OPTIONS");
    return String.join(", ", all);
  }

  private Answer unknown(String path) {
    List<String> known = routes.stream().map(r -> r.endpoint().template()).distinct().toList();
    return Answer.problem(
        404,
        "Unknown path",
        "unknown_path",
        "the admin port has nothing at '"
            + path
            + "'"
            + NearestName.hint(path, known)
            + "; /api/ lists what it has; applications are served on the public port");
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
