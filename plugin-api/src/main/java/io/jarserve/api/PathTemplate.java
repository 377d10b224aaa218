package io.jarserve.api;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path in which some segments are open: {@code /orders/{id}}, {@code /files/{path...}}.
 * Immutable.
 */
record PathTemplate(String text, List<Segment> segments) {

  private static final Pattern OPEN = Pattern.compile("\\{([A-Za-z_][A-Za-z0-9_-]*)(\\.\\.\\.)?}");

  /** One piece between slashes. */
  record Segment(Kind kind, String name) {}

  /** What a segment takes; the more specific first. */
  enum Kind {
    LITERAL,
    PARAMETER,
    REST
  }

  /** How two templates stand to each other. */
  enum Relation {
    /** No path belongs to both, or one of them is more specific wherever they differ. */
    CLEAR,
    /** The same paths belong to both. */
    SAME,
    /** A path belongs to both, and each is the more specific one somewhere. */
    AMBIGUOUS
  }

  /**
   * @throws IllegalArgumentException says what of the text is wrong and what to do
   */
  static PathTemplate of(String text) {
    if (!text.startsWith("/")) {
      throw new IllegalArgumentException("the template must start with a slash");
    }
    if (text.length() > 1 && text.endsWith("/")) {
      throw new IllegalArgumentException(
          "the template must not end with a slash: one in a request is passed over anyway");
    }
    List<Segment> segments = new ArrayList<>();
    if (text.length() > 1) {
      for (String piece : text.substring(1).split("/", -1)) {
        segments.add(segment(piece));
      }
    }
    check(segments);
    return new PathTemplate(text, List.copyOf(segments));
  }

  private static Segment segment(String piece) {
    Matcher open = OPEN.matcher(piece);
    if (open.matches()) {
      return new Segment(open.group(2) == null ? Kind.PARAMETER : Kind.REST, open.group(1));
    }
    if (piece.isEmpty()) {
      throw new IllegalArgumentException("the template has an empty segment: take a slash out");
    }
    if (piece.indexOf('{') >= 0 || piece.indexOf('}') >= 0) {
      throw new IllegalArgumentException(
          "segment '"
              + piece
              + "' must be a word, {name} or, at the end, {name...}: a parameter is a whole segment");
    }
    return new Segment(Kind.LITERAL, piece);
  }

  private static void check(List<Segment> segments) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < segments.size(); i++) {
      Segment segment = segments.get(i);
      if (segment.kind() != Kind.LITERAL && !names.add(segment.name())) {
        throw new IllegalArgumentException(
            "{" + segment.name() + "} is there twice: give the second one another name");
      }
      if (segment.kind() == Kind.REST && i < segments.size() - 1) {
        throw new IllegalArgumentException(
            "{" + segment.name() + "...} takes the rest of the path: move it to the end");
      }
    }
  }

  /** The names of the open segments in order. */
  List<String> parameters() {
    return segments.stream().filter(s -> s.kind() != Kind.LITERAL).map(Segment::name).toList();
  }

  Relation to(PathTemplate other) {
    boolean thisFirst = false;
    boolean otherFirst = false;
    int most = Math.max(segments.size(), other.segments.size());
    for (int i = 0; i < most; i++) {
      if (i >= segments.size() || i >= other.segments.size()) {
        return Relation.CLEAR;
      }
      Segment mine = segments.get(i);
      Segment its = other.segments.get(i);
      if (mine.kind() == Kind.LITERAL && its.kind() == Kind.LITERAL && !mine.equals(its)) {
        return Relation.CLEAR;
      }
      thisFirst |= mine.kind().compareTo(its.kind()) < 0;
      otherFirst |= mine.kind().compareTo(its.kind()) > 0;
      if (mine.kind() == Kind.REST || its.kind() == Kind.REST) {
        break;
      }
    }
    if (thisFirst && otherFirst) {
      return Relation.AMBIGUOUS;
    }
    return thisFirst || otherFirst ? Relation.CLEAR : Relation.SAME;
  }

  @Override
  public String toString() {
    return text;
  }
}
