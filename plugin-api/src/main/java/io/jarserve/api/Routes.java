package io.jarserve.api;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The routes of a deployment. Finds the one of a request and lets it answer; says 404 when there is
 * none, 405 with {@code Allow} when there is one for another method; answers HEAD with the route of
 * GET, and OPTIONS with {@code Allow}, unless a route does.
 *
 * <p>Immutable, and safe for use by many threads. Needs nothing of a server: a test makes some and
 * calls {@link #handle}.
 *
 * @since 0.1
 */
public final class Routes {

  private static final String GET = "GET";
  private static final String HEAD = "HEAD";
  private static final String OPTIONS = "OPTIONS";

  private final List<Route> routes;
  private final Map<String, RouteTree> trees;
  private final String title;
  private final String description;
  private final boolean described;

  private Routes(List<Route> routes, String title, String description, boolean described) {
    this.routes = routes;
    this.trees = trees(routes);
    this.title = title;
    this.description = description;
    this.described = described;
  }

  /**
   * @throws IllegalArgumentException when there are none, or when two of them clash: same method,
   *     and templates that fit the same path without one being the more specific one; names both
   */
  public static Routes of(Route... routes) {
    return of(Arrays.asList(routes));
  }

  /**
   * @throws IllegalArgumentException as {@link #of(Route...)}
   */
  public static Routes of(List<Route> routes) {
    if (routes.isEmpty()) {
      throw new IllegalArgumentException("there are no routes: give at least one");
    }
    List<Route> copy = List.copyOf(routes);
    for (int i = 0; i < copy.size(); i++) {
      for (int j = i + 1; j < copy.size(); j++) {
        checkClash(copy.get(i), copy.get(j));
      }
    }
    return new Routes(copy, "", "", true);
  }

  /** These routes and more of them; see {@link #of(Route...)}. */
  public Routes and(Route... more) {
    List<Route> all = new ArrayList<>(routes);
    all.addAll(Arrays.asList(more));
    Routes checked = of(all);
    return new Routes(checked.routes, title, description, described);
  }

  /** These routes with a title for the OpenAPI document; the deployment's name without it. */
  public Routes titled(String text) {
    return new Routes(routes, text, description, described);
  }

  /** These routes with a description for the OpenAPI document, as CommonMark. */
  public Routes describedAs(String text) {
    return new Routes(routes, title, text, described);
  }

  /** These routes without an OpenAPI document at {@code /openapi.json}. */
  public Routes withoutOpenApi() {
    return new Routes(routes, title, description, false);
  }

  /** All routes in the order in which they were given; unmodifiable. */
  public List<Route> list() {
    return routes;
  }

  /** The title for the OpenAPI document; may be empty. */
  public String title() {
    return title;
  }

  /** The description for the OpenAPI document; may be empty. */
  public String description() {
    return description;
  }

  /** Whether there is an OpenAPI document at {@code /openapi.json}. */
  public boolean hasOpenApi() {
    return described;
  }

  /**
   * Answers a request.
   *
   * @throws RequestException with status 404, 405 or 400 when no route is for it or a parameter or
   *     the body does not fit
   * @throws Exception what the handler throws
   */
  public Response handle(Request request) throws Exception {
    String path = request.path();
    String method = request.method();
    RouteTree tree = trees.get(method);
    if (tree != null) {
      int[] cuts = tree.cuts();
      Route route = tree.find(path, cuts);
      if (route != null) {
        return route.answer(request, path, cuts);
      }
    }
    return withoutRoute(request, method, path);
  }

  private Response withoutRoute(Request request, String method, String path) throws Exception {
    RouteTree gets = trees.get(GET);
    if (method.equals(HEAD) && gets != null) {
      int[] cuts = gets.cuts();
      Route route = gets.find(path, cuts);
      if (route != null) {
        return route.answer(request, path, cuts);
      }
    }
    String allowed = allowed(path);
    if (allowed == null) {
      throw new RequestException(404, "no route of this deployment is for " + path);
    }
    if (method.equals(OPTIONS)) {
      return Response.empty(204).withHeader("Allow", allowed);
    }
    throw new RequestException(
        405,
        method + " is not offered for " + path + "; allowed are " + allowed,
        null,
        List.of(new Response.Header("Allow", allowed)));
  }

  private @Nullable String allowed(String path) {
    List<String> methods = new ArrayList<>();
    trees.forEach(
        (method, tree) -> {
          if (tree.find(path, tree.cuts()) != null) {
            methods.add(method);
          }
        });
    if (methods.isEmpty()) {
      return null;
    }
    addOnce(methods, HEAD, methods.contains(GET));
    addOnce(methods, OPTIONS, true);
    return String.join(", ", methods);
  }

  private static void addOnce(List<String> methods, String method, boolean wanted) {
    if (wanted && !methods.contains(method)) {
      methods.add(method);
    }
  }

  private static Map<String, RouteTree> trees(List<Route> routes) {
    Map<String, List<Route>> byMethod =
        routes.stream()
            .collect(Collectors.groupingBy(Route::method, LinkedHashMap::new, Collectors.toList()));
    Map<String, RouteTree> trees = new LinkedHashMap<>();
    byMethod.forEach((method, some) -> trees.put(method, RouteTree.of(some)));
    return trees;
  }

  private static void checkClash(Route one, Route other) {
    if (one.method().equals(other.method())) {
      String clash =
          switch (one.path().to(other.path())) {
            case SAME -> " are for the same requests: take one out";
            case AMBIGUOUS ->
                " both fit some paths, and neither is the more specific one:"
                    + " let them begin with words that differ";
            case CLEAR -> "";
          };
      if (!clash.isEmpty()) {
        throw new IllegalArgumentException("the routes " + one + " and " + other + clash);
      }
    }
  }
}
