package io.jarserve.server.cli;

import io.jarserve.server.model.Digest;
import io.jarserve.server.model.InstanceStatus.ApplicationView;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** Brings JARs to a server that does not have them yet. Used by one thread. */
public final class Uploads {

  private static final long REDRAW_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final double MEGABYTE = 1_000_000.0;

  private final Applications applications;
  private final Screen screen;
  private final Map<String, ApplicationView> there;

  /** For the server as it is now. */
  public Uploads(Applications applications, Screen screen) throws AdminException {
    this.applications = applications;
    this.screen = screen;
    this.there = applications.status().applications();
  }

  /** Brings one, and tells by which digest to name it. */
  public Digest bring(String application, Path jar) throws AdminException {
    Artifact artifact = Artifact.of(jar);
    ApplicationView view = there.get(application);
    if (view == null || !view.digest().equals(artifact.digest().hex())) {
      applications.upload(application, artifact, bar(artifact));
      screen.wipe();
    }
    return artifact.digest();
  }

  /** Drawn by the threads of the HTTP client, one after the other, before the answer is there. */
  private LongConsumer bar(Artifact artifact) {
    AtomicLong drawn = new AtomicLong(System.nanoTime() - REDRAW_NANOS);
    return sent -> {
      long now = System.nanoTime();
      if (now - drawn.get() >= REDRAW_NANOS || sent == artifact.size()) {
        drawn.set(now);
        screen.draw(List.of(line(artifact, sent, screen.columns())));
      }
    };
  }

  /** {@code greeter.jar [##########..........] 50 % of 12.0 MB}; the bar only if it fits. */
  static String line(Artifact artifact, long sent, int columns) {
    long size = artifact.size();
    long percent = size == 0 ? 100 : sent * 100 / size;
    String name = String.valueOf(artifact.jar().getFileName());
    String sum = String.format(Locale.ROOT, "  %s %% of %.1f MB", percent, size / MEGABYTE);
    String bar = "  " + Screen.bar(sent, size);
    return name.length() + bar.length() + sum.length() <= columns
        ? name + bar + sum
        : Screen.shortened(name, columns - sum.length()) + sum;
  }
}
