package io.jarserve.maven.rollout;

import io.jarserve.server.cli.AdminClient;
import io.jarserve.server.cli.AdminException;
import io.jarserve.server.model.InstanceStatus;
import io.jarserve.server.model.InstanceStatus.ApplicationView;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Drops a JAR and waits for what comes of it. Used by one thread. */
public final class Rollout {

  private static final long LOOK_AGAIN_MILLIS = 20;

  /** So long a refusal may still be that of the file before. */
  private static final Duration OLD_NEWS = Duration.ofSeconds(5);

  private final AdminClient admin;
  private final Duration patience;
  private final Consumer<String> news;

  /**
   * @param patience how long to wait for {@link Progress.Running}
   * @param news is told what is going on, whenever that changes
   */
  public Rollout(AdminClient admin, Duration patience, Consumer<String> news) {
    this.admin = admin;
    this.patience = patience;
    this.news = news;
  }

  /**
   * Replaces the file that the application is served from, or adds one.
   *
   * @param jar that was checked
   * @return running or failed
   * @throws IOException when it cannot be copied
   * @throws AdminException when the server cannot be asked
   */
  public Progress run(Path jar, String application, Path deployDir)
      throws IOException, AdminException, InterruptedException {
    InstanceStatus before = admin.status();
    String file = fileOf(before, application);
    Optional<String> refusal = Progress.refusal(before, file);
    return await(PluginDrop.drop(jar, application, deployDir, file), refusal);
  }

  private static String fileOf(InstanceStatus status, String application) {
    return Optional.ofNullable(status.applications().get(application))
        .map(ApplicationView::file)
        .orElse(application + ".jar");
  }

  private Progress await(PluginDrop drop, Optional<String> refusalBefore)
      throws AdminException, InterruptedException {
    long start = System.nanoTime();
    String told = "";
    while (true) {
      long waited = System.nanoTime() - start;
      Optional<String> before = waited < OLD_NEWS.toNanos() ? refusalBefore : Optional.empty();
      Progress progress = Progress.of(admin.status(), drop, before);
      if (!(progress instanceof Progress.Underway underway)) {
        return progress;
      }
      if (waited > patience.toNanos()) {
        return new Progress.Failed(
            "it does not serve after %s s: %s".formatted(patience.toSeconds(), underway.what()));
      }
      if (!underway.what().equals(told)) {
        news.accept(underway.what());
        told = underway.what();
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
    }
  }
}
