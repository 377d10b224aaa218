package io.jarserve.api;

import io.jarserve.api.PathTemplate.Kind;
import io.jarserve.api.PathTemplate.Segment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The routes of one method, by the segments of their templates. Immutable once its routes are
 * added; looking up allocates nothing.
 *
 * <p>At each segment a word goes before a parameter, and a parameter before the rest of the path.
 * What turns out to lead nowhere is left again, so that {@code /a/b} does not hide {@code /{x}/c}.
 */
final class RouteTree {

  private final Node root = new Node();
  private int mostOpen;

  static RouteTree of(List<Route> routes) {
    RouteTree tree = new RouteTree();
    routes.forEach(tree::add);
    return tree;
  }

  /** Room for where the open segments of a path begin and end. */
  int[] cuts() {
    return mostOpen == 0 ? RouteCall.NO_CUTS : new int[2 * mostOpen];
  }

  /**
   * The route of a path; null when there is none.
   *
   * @param cuts filled, pair by pair, with where the open segments begin and end
   */
  @Nullable Route find(String path, int[] cuts) {
    int end = path.length() > 1 && path.endsWith("/") ? path.length() - 1 : path.length();
    return root.find(path, 1, end, cuts, 0);
  }

  private void add(Route route) {
    Node node = root;
    int open = 0;
    for (Segment segment : route.path().segments()) {
      node = node.grow(segment);
      open += segment.kind() == Kind.LITERAL ? 0 : 1;
    }
    node.route = route;
    mostOpen = Math.max(mostOpen, open);
  }

  private static final class Node {
    private String[] words = {};
    private Node[] children = {};
    private @Nullable Node parameter;
    private @Nullable Node rest;
    private @Nullable Route route;

    Node grow(Segment segment) {
      if (segment.kind() == Kind.LITERAL) {
        return growWord(segment.name());
      } else if (segment.kind() == Kind.PARAMETER) {
        parameter = parameter == null ? new Node() : parameter;
        return parameter;
      }
      rest = rest == null ? new Node() : rest;
      return rest;
    }

    @Nullable Route find(String path, int from, int end, int[] cuts, int open) {
      if (from >= end) {
        return route;
      }
      int slash = path.indexOf('/', from);
      int stop = slash < 0 || slash > end ? end : slash;
      Node child = word(path, from, stop);
      Route found = child == null ? null : child.find(path, stop + 1, end, cuts, open);
      if (found == null && parameter != null && stop > from) {
        cut(cuts, open, from, stop);
        found = parameter.find(path, stop + 1, end, cuts, open + 1);
      }
      if (found == null && rest != null) {
        cut(cuts, open, from, path.length());
        found = rest.route;
      }
      return found;
    }

    private static void cut(int[] cuts, int open, int from, int stop) {
      cuts[2 * open] = from;
      cuts[2 * open + 1] = stop;
    }

    /** Sorted by length first, so that most words are passed over without being compared. */
    private @Nullable Node word(String path, int from, int stop) {
      int low = 0;
      int high = words.length - 1;
      while (low <= high) {
        int middle = (low + high) >>> 1;
        int order = compare(words[middle], path, from, stop);
        if (order == 0) {
          return children[middle];
        }
        low = order < 0 ? middle + 1 : low;
        high = order < 0 ? high : middle - 1;
      }
      return null;
    }

    private static int compare(String word, String path, int from, int stop) {
      int byLength = Integer.compare(word.length(), stop - from);
      for (int i = 0; byLength == 0 && i < word.length(); i++) {
        int byLetter = Character.compare(word.charAt(i), path.charAt(from + i));
        if (byLetter != 0) {
          return byLetter;
        }
      }
      return byLength;
    }

    private Node growWord(String word) {
      int place = 0;
      while (place < words.length && compare(words[place], word, 0, word.length()) < 0) {
        place++;
      }
      if (place == words.length || !words[place].equals(word)) {
        insert(place, word);
      }
      return children[place];
    }

    private void insert(int place, String word) {
      String[] moreWords = new String[words.length + 1];
      Node[] moreChildren = new Node[words.length + 1];
      System.arraycopy(words, 0, moreWords, 0, place);
      System.arraycopy(children, 0, moreChildren, 0, place);
      System.arraycopy(words, place, moreWords, place + 1, words.length - place);
      System.arraycopy(children, place, moreChildren, place + 1, words.length - place);
      moreWords[place] = word;
      moreChildren[place] = new Node();
      words = moreWords;
      children = moreChildren;
    }
  }
}
