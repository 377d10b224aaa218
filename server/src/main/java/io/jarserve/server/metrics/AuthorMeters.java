package io.jarserve.server.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The meters that an author registers in one replica, in a registry of their own: meters of two
 * authors with one name do not get into each other's way, and with the registry everything of them
 * is gone, gauges and what they look at included.
 *
 * <p>Gauges are code of the author. So the registry is read on a thread of the replica, and whoever
 * asks waits for a limited time; as long as one reading hangs no other is begun. Any thread.
 */
public final class AuthorMeters {

  private static final Logger LOG = LoggerFactory.getLogger(AuthorMeters.class);
  private static final String NOTHING = "";

  private final String title;
  private final ExecutorService threads;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  /** Guarded by this. */
  private @Nullable Future<String> reading;

  /** Guarded by this. */
  private boolean failing;

  AuthorMeters(String application, String deployment, String replica, ExecutorService threads) {
    this.title = application + "#" + deployment + "#" + replica;
    this.threads = threads;
    registry
        .config()
        .commonTags("application", application, "deployment", deployment, "replica", replica);
  }

  /** Where the author registers. */
  public MeterRegistry registry() {
    return registry;
  }

  /** Begins to read; {@link #text} gives what comes of it. */
  synchronized void read() {
    if (reading == null || reading.isDone()) {
      try {
        reading = threads.submit(this::scraped);
      } catch (RejectedExecutionException stopped) {
        reading = null;
      }
    }
  }

  /**
   * All meters in the text format of Prometheus, without those of whose gauges one throws or hangs.
   *
   * @param end when there is no more time to wait, in the time of {@link System#nanoTime}
   */
  String text(long end) {
    Future<String> begun = begun();
    if (begun == null) {
      return NOTHING;
    }
    try {
      String text = begun.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
      told(false, "");
      return text;
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      told(true, "a gauge threw " + cause.getClass().getName());
    } catch (TimeoutException e) {
      told(true, "a gauge did not return in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return NOTHING;
  }

  void close() {
    registry.close();
  }

  private synchronized @Nullable Future<String> begun() {
    return reading;
  }

  private String scraped() {
    return registry.scrape(Meters.CONTENT_TYPE);
  }

  private synchronized void told(boolean fails, String why) {
    if (fails && !failing) {
      LOG.warn("the meters of {} are left out: {}", title, why);
    }
    failing = fails;
  }
}
