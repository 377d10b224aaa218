package io.jarserve.server.node;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** How long certificates are good for, as seen at one moment. Pure. */
record Validity(Instant now) {

  private static final Duration SOON = Duration.ofDays(30);

  /** Why one of them is not good now, if so. */
  Optional<String> fault(Collection<X509Certificate> certificates) {
    return certificates.stream().flatMap(one -> fault(one).stream()).findFirst();
  }

  /** Why it is not good now, if so. */
  Optional<String> fault(X509Certificate one) {
    Instant begin = one.getNotBefore().toInstant();
    Instant end = one.getNotAfter().toInstant();
    if (now.isAfter(end)) {
      return Optional.of(
          "%s expired %s ago, at %s".formatted(name(one), days(Duration.between(end, now)), end));
    }
    return now.isBefore(begin)
        ? Optional.of("%s is not valid before %s, and it is %s".formatted(name(one), begin, now))
        : Optional.empty();
  }

  /** Whether the first of them to expire does so before people would notice by themselves. */
  boolean isEndNear(Collection<X509Certificate> certificates) {
    return now.plus(SOON).isAfter(firstEnd(certificates).getNotAfter().toInstant());
  }

  /** {@code CN=shop expires in 64 days, at 2030-01-31T12:00:00Z}, of the first to do so. */
  String end(Collection<X509Certificate> certificates) {
    X509Certificate first = firstEnd(certificates);
    Instant end = first.getNotAfter().toInstant();
    return "%s expires in %s, at %s".formatted(name(first), days(Duration.between(now, end)), end);
  }

  private static X509Certificate firstEnd(Collection<X509Certificate> certificates) {
    return certificates.stream()
        .min(Comparator.comparing(X509Certificate::getNotAfter))
        .orElseThrow(() -> new IllegalArgumentException("no certificates"));
  }

  private static String name(X509Certificate one) {
    return one.getSubjectX500Principal().getName();
  }

  private static String days(Duration time) {
    return time.toDays() == 1 ? "1 day" : time.toDays() + " days";
  }
}
