package io.jarserve.server.routing;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which path leads to which deployment: the longest prefix that ends where a segment of the path
 * ends. Immutable; a change makes another table.
 *
 * <p>The look-up walks over the path once, hashes as it goes, and asks an open hash table at each
 * border of a segment. It allocates nothing.
 */
final class RouteTable {

  static final RouteTable EMPTY = new RouteTable(Map.of());

  private final Map<String, Route> byPrefix;
  private final @Nullable Route[] slots;
  private final int longest;
  private final @Nullable Route root;

  private RouteTable(Map<String, Route> byPrefix) {
    this.byPrefix = byPrefix;
    this.slots = new @Nullable Route[Math.max(2, Integer.highestOneBit(byPrefix.size()) * 4)];
    this.root = byPrefix.get("/");
    int longestPrefix = 0;
    for (Route route : byPrefix.values()) {
      put(route);
      longestPrefix = Math.max(longestPrefix, route.prefix().length());
    }
    this.longest = longestPrefix;
  }

  static RouteTable of(Collection<Route> routes) {
    TreeMap<String, Route> byPrefix = new TreeMap<>();
    routes.forEach(route -> byPrefix.put(route.prefix(), route));
    return new RouteTable(byPrefix);
  }

  /** All routes by prefix, in order. */
  Map<String, Route> byPrefix() {
    return byPrefix;
  }

  /**
   * @param path decoded, starts with a slash
   * @return the route of the longest prefix; null when there is none
   */
  @Nullable Route find(String path) {
    Route best = root;
    int end = Math.min(path.length(), longest + 1);
    int hash = 0;
    for (int i = 0; i < end; i++) {
      char c = path.charAt(i);
      if (c == '/' && i > 0) {
        best = better(path, i, hash, best);
      }
      hash = 31 * hash + c;
    }
    return end == path.length() ? better(path, end, hash, best) : best;
  }

  private @Nullable Route better(String path, int length, int hash, @Nullable Route best) {
    for (int i = slot(hash); ; i = (i + 1) & (slots.length - 1)) {
      Route route = slots[i];
      if (route == null) {
        return best;
      }
      if (route.prefix().length() == length && path.startsWith(route.prefix())) {
        return route;
      }
    }
  }

  private void put(Route route) {
    int i = slot(route.prefix().hashCode());
    while (slots[i] != null) {
      i = (i + 1) & (slots.length - 1);
    }
    slots[i] = route;
  }

  private int slot(int hash) {
    return (hash ^ (hash >>> 16)) & (slots.length - 1);
  }
}
