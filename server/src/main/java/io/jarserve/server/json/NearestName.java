package io.jarserve.server.json;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody may have meant: for "did you mean". Stateless. */
public final class NearestName {

  private static final int SHORTEST_BEGINNING = 3;

  private NearestName() {}

  /**
   * The known name that is nearest to a wrong one, when it is near enough to be a slip: up to a
   * third of its letters, or its end is missing. Case and the kind of separator do not count.
   */
  public static Optional<String> of(String wrong, Collection<String> known) {
    String typed = normal(wrong);
    record Candidate(String name, int distance) {}
    return known.stream()
        .map(name -> new Candidate(name, slips(typed, normal(name))))
        .filter(near -> near.distance <= Math.max(1, near.name.length() / 3))
        .min(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
        .map(Candidate::name);
  }

  /** {@code "; did you mean 'x'?"}, or nothing when no name is near. */
  public static String hint(String wrong, Collection<String> known) {
    return of(wrong, known).map(name -> "; did you mean '" + name + "'?").orElse("");
  }

  private static int slips(String typed, String name) {
    boolean cutOff = typed.length() >= SHORTEST_BEGINNING && name.startsWith(typed);
    return cutOff ? 1 : distance(typed, name);
  }

  private static String normal(String name) {
    return name.toLowerCase(Locale.ROOT).replace('-', '_');
  }

  /** Letters to insert, delete, replace or swap with their neighbour. */
  private static int distance(String a, String b) {
    int[] twoBefore = new int[b.length() + 1];
    int[] before = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      before[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int best = Math.min(Math.min(row[j - 1], before[j]) + 1, before[j - 1] + (same ? 0 : 1));
        row[j] = swapped(a, b, i, j) ? Math.min(best, twoBefore[j - 2] + 1) : best;
      }
      int[] spare = twoBefore;
      twoBefore = before;
      before = row;
      row = spare;
    }
    return before[b.length()];
  }

  private static boolean swapped(String a, String b, int i, int j) {
    return i > 1
        && j > 1
        && a.charAt(i - 1) == b.charAt(j - 2)
        && a.charAt(i - 2) == b.charAt(j - 1);
  }
}
