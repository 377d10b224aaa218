package io.jarserve.server.controller;

import io.jarserve.server.model.BakeOptions;
import io.jarserve.server.model.Traffic;
import java.util.Locale;
import java.util.Optional;

/**
 * When a version fares so much worse than the one before that it must go. Pure.
 *
 * <p>The share of failed requests may exceed that of before by {@code max_error_percent} points,
 * and by what so few requests differ by chance: twice their standard deviation. The average latency
 * may be {@code max_latency_percent} of what it was; a single slow answer raises an average, so the
 * median must have grown as well. Under {@code min_requests} nothing is held against anybody.
 *
 * @param before how the version before fared
 */
record BakeRules(BakeOptions options, Traffic before) {

  /**
   * @param all requests since the version has taken over
   * @param warm those of them that count for the latency
   * @return what is worse, for people: the value, the threshold and the share that failed
   */
  Optional<String> objection(Traffic all, Traffic warm) {
    return tooManyErrors(all).or(() -> tooSlow(all, warm));
  }

  private Optional<String> tooManyErrors(Traffic all) {
    if (all.requests() < options.minRequests() || all.failedShare() <= mostErrors(all)) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "%s, more than %.1f %%: %.1f %% before, and max_error_percent %s, and what is chance",
            failed(all),
            100 * mostErrors(all),
            100 * before.failedShare(),
            options.maxErrorPercent()));
  }

  private double mostErrors(Traffic all) {
    double share = Math.min(1, before.failedShare() + options.maxErrorPercent() / 100.0);
    return share + 2 * Math.sqrt(share * (1 - share) / all.requests());
  }

  private Optional<String> tooSlow(Traffic all, Traffic warm) {
    boolean enough = Math.min(before.requests(), warm.requests()) >= options.minRequests();
    if (!enough || warm.averageS() <= longest() || warm.medianS() <= before.medianS()) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "%s requests took %.1f ms on average, more than %.1f ms: %.1f ms before, and max_latency_percent %s; the median grew from up to %s ms to up to %s ms; %s",
            warm.requests(),
            1000 * warm.averageS(),
            1000 * longest(),
            1000 * before.averageS(),
            options.maxLatencyPercent(),
            plain(before.medianS()),
            plain(warm.medianS()),
            failed(all)));
  }

  private double longest() {
    return before.averageS() * options.maxLatencyPercent() / 100;
  }

  private static String failed(Traffic all) {
    return String.format(
        Locale.ROOT,
        "%.1f %% of %s requests failed (%s)",
        100 * all.failedShare(),
        all.requests(),
        all.failed());
  }

  private static String plain(double seconds) {
    double millis = seconds * 1000;
    return String.format(Locale.ROOT, millis < 1 ? "%.1f" : "%.0f", millis);
  }
}
