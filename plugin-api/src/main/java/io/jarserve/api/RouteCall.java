package io.jarserve.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way into the handler of a route, with the parameters that the route declares,
 * read and checked. Valid until the answer is sent; safe for use by one thread at a time.
 *
 * @since 0.1
 */
public final class RouteCall {

  static final int[] NO_CUTS = {};
  private static final Object[] NOTHING = {};

  private final Request request;
  private final Route route;
  private final String path;
  private final int[] cuts;
  private Object[] values = NOTHING;

  RouteCall(Request request, Route route, String path, int[] cuts) {
    this.request = request;
    this.route = route;
    this.path = path;
    this.cuts = cuts;
  }

  /** Reads and checks what the route declares. */
  RouteCall read() {
    Parameter<?>[] declared = route.declared();
    if (declared.length > 0) {
      values = new Object[declared.length];
      for (int i = 0; i < declared.length; i++) {
        values[i] = declared[i].read(request, segment(route.openSegment(i)));
      }
    }
    return this;
  }

  /** The request itself: headers, the body, the time that is left. */
  public Request request() {
    return request;
  }

  /** The route that it belongs to. */
  public Route route() {
    return route;
  }

  /**
   * The value of a parameter.
   *
   * @throws IllegalArgumentException when the route does not declare this very object
   */
  @SuppressWarnings({"unchecked", "ReferenceEquality"}) // each parameter reads values of its type
  public <T> T get(Parameter<T> parameter) {
    Parameter<?>[] declared = route.declared();
    for (int i = 0; i < values.length; i++) {
      if (declared[i] == parameter) {
        return (T) values[i];
      }
    }
    throw new IllegalArgumentException(
        route
            + " does not declare the "
            + parameter
            + ": add .with(…) with this very object to the route; orElse, optional, list, check and"
            + " describedAs give copies");
  }

  /**
   * An open segment of the path as it came, decoded, whether a parameter is declared for it or not.
   *
   * @throws IllegalArgumentException when the template has no such segment
   */
  public String path(String name) {
    List<String> open = route.path().parameters();
    String found = segment(open.indexOf(name));
    if (found == null) {
      throw new IllegalArgumentException(
          route + " has no {" + name + "}; its open segments are " + open);
    }
    return found;
  }

  private @Nullable String segment(int open) {
    return open < 0 ? null : path.substring(cuts[2 * open], cuts[2 * open + 1]);
  }
}
