package io.jarserve.server.artifact.jar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A {@code Plugin-Version} as something that has an order: that of semantic versions, for any count
 * of numbers. {@code 1}, {@code 1.0} and {@code 1.0.0} are one version; what follows a plus sign
 * does not count; what follows a hyphen makes it a pre-release, which is lower than the release.
 */
public final class VersionNumber implements Comparable<VersionNumber> {

  /** The order of versions as they are written; each must have a form that can be ordered. */
  public static final Comparator<String> ORDER = Comparator.comparing(VersionNumber::parse);

  private static final Pattern FORM =
      Pattern.compile(
          "(\\d{1,18}(?:\\.\\d{1,18})*)"
              + "(?:-([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?"
              + "(?:\\+[0-9A-Za-z.-]+)?");
  private static final Pattern DIGITS = Pattern.compile("\\d{1,18}");

  private final List<Long> numbers;
  private final List<String> preRelease;

  private VersionNumber(List<Long> numbers, List<String> preRelease) {
    this.numbers = numbers;
    this.preRelease = preRelease;
  }

  /**
   * @throws IllegalArgumentException names the text and the form that is asked for
   */
  public static VersionNumber parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is not a version that can be ordered; use numbers with dots, such as 1.2.3, with a suffix such as -rc.1 or -SNAPSHOT where needed");
    }
    return new VersionNumber(numbersOf(matcher.group(1)), wordsOf(matcher.group(2)));
  }

  @Override
  public int compareTo(VersionNumber other) {
    for (int i = 0; i < Math.max(numbers.size(), other.numbers.size()); i++) {
      int byNumber = Long.compare(number(i), other.number(i));
      if (byNumber != 0) {
        return byNumber;
      }
    }
    return comparePreReleases(preRelease, other.preRelease);
  }

  private long number(int index) {
    return index < numbers.size() ? numbers.get(index) : 0;
  }

  private static int comparePreReleases(List<String> mine, List<String> theirs) {
    if (mine.isEmpty() || theirs.isEmpty()) {
      return Boolean.compare(mine.isEmpty(), theirs.isEmpty());
    }
    for (int i = 0; i < Math.min(mine.size(), theirs.size()); i++) {
      int byWord = compareWords(mine.get(i), theirs.get(i));
      if (byWord != 0) {
        return byWord;
      }
    }
    return Integer.compare(mine.size(), theirs.size());
  }

  private static int compareWords(String mine, String theirs) {
    boolean myDigits = DIGITS.matcher(mine).matches();
    boolean theirDigits = DIGITS.matcher(theirs).matches();
    if (myDigits && theirDigits) {
      return Long.compare(Long.parseLong(mine), Long.parseLong(theirs));
    }
    return myDigits == theirDigits
        ? mine.compareTo(theirs)
        : Boolean.compare(theirDigits, myDigits);
  }

  private static List<Long> numbersOf(String dotted) {
    List<Long> numbers =
        new ArrayList<>(Arrays.stream(dotted.split("\\.", -1)).map(Long::valueOf).toList());
    while (numbers.size() > 1 && numbers.get(numbers.size() - 1) == 0) {
      numbers.remove(numbers.size() - 1);
    }
    return Collections.unmodifiableList(numbers);
  }

  private static List<String> wordsOf(@Nullable String suffix) {
    return suffix == null
        ? List.of()
        : Arrays.stream(suffix.split("\\.", -1)).map(VersionNumber::withoutLeadingZeros).toList();
  }

  private static String withoutLeadingZeros(String word) {
    return DIGITS.matcher(word).matches() ? Long.toString(Long.parseLong(word)) : word;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VersionNumber that
        && numbers.equals(that.numbers)
        && preRelease.equals(that.preRelease);
  }

  @Override
  public int hashCode() {
    return 31 * numbers.hashCode() + preRelease.hashCode();
  }

  @Override
  public String toString() {
    String dotted = String.join(".", numbers.stream().map(String::valueOf).toList());
    return preRelease.isEmpty() ? dotted : dotted + "-" + String.join(".", preRelease);
  }
}
