package io.jarserve.server.routing;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpDateTime;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/** How long an answer may be kept by what itself says, as of RFC 9111. Pure. */
final class CacheControl {

  private static final Set<Integer> STATUSES = Set.of(200, 203, 204, 301, 308, 404, 410);

  private static final long VERY_LARGE = 999_999_999;

  private CacheControl() {}

  /**
   * How long an answer may be kept, in nanoseconds; 0 when it must not be.
   *
   * @param ttl the longest
   * @param varied the request headers, in lower case, by which kept answers are told apart
   * @param nowMillis since 1970
   */
  static long keepNanos(
      int status, HttpFields answer, Duration ttl, Set<String> varied, long nowMillis) {
    boolean forbidden =
        !STATUSES.contains(status)
            || answer.contains(HttpHeader.SET_COOKIE)
            || answer.contains(HttpHeader.CONTENT_RANGE)
            || says(answer, "no-store")
            || says(answer, "no-cache")
            || says(answer, "private")
            || !variesOnlyBy(varied, answer);
    return forbidden ? 0 : Math.min(ttl.toNanos(), Math.max(0, ownNanos(answer, nowMillis)));
  }

  /** Whether {@code Cache-Control} has that word. */
  static boolean says(HttpFields fields, String word) {
    return fields.contains(HttpHeader.CACHE_CONTROL)
        && items(fields, HttpHeader.CACHE_CONTROL)
            .map(said -> said.toLowerCase(Locale.ROOT))
            .anyMatch(said -> said.equals(word) || said.startsWith(word + "="));
  }

  /**
   * What stands between the commas. Whatever the header is it does not throw, as a parser would; a
   * comma inside quotes separates too, and such an item fits nothing.
   */
  static Stream<String> items(HttpFields fields, HttpHeader header) {
    return fields.getValuesList(header).stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(String::strip);
  }

  /** In seconds, how old the answer was when the deployment gave it. */
  static long age(HttpFields answer) {
    String age = answer.get(HttpHeader.AGE);
    return age == null ? 0 : number(age);
  }

  private static boolean variesOnlyBy(Set<String> varied, HttpFields answer) {
    return !answer.contains(HttpHeader.VARY)
        || items(answer, HttpHeader.VARY)
            .allMatch(name -> varied.contains(name.toLowerCase(Locale.ROOT)));
  }

  private static long ownNanos(HttpFields answer, long nowMillis) {
    String seconds = said(answer, "s-maxage");
    seconds = seconds == null ? said(answer, "max-age") : seconds;
    String expires = answer.get(HttpHeader.EXPIRES);
    if (seconds != null) {
      return TimeUnit.SECONDS.toNanos(number(seconds) - age(answer));
    } else if (expires != null) {
      return TimeUnit.MILLISECONDS.toNanos(HttpDateTime.parseToEpoch(expires) - nowMillis);
    }
    return Long.MAX_VALUE;
  }

  private static @Nullable String said(HttpFields answer, String name) {
    return items(answer, HttpHeader.CACHE_CONTROL)
        .filter(said -> said.regionMatches(true, 0, name + "=", 0, name.length() + 1))
        .map(said -> said.substring(name.length() + 1))
        .findFirst()
        .orElse(null);
  }

  /** Whatever is no number is 0, and what is too long for one is very large. */
  private static long number(String text) {
    if (text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return 0;
    }
    return text.length() < 10 ? Long.parseLong(text) : VERY_LARGE;
  }
}
