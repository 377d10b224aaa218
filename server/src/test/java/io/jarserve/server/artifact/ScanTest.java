package io.jarserve.server.artifact;

import static io.jarserve.server.testing.PluginJars.greeter;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.jarserve.server.artifact.WatchedFile.Patience;
import io.jarserve.server.artifact.jar.ArtifactLimits;
import io.jarserve.server.artifact.store.ArtifactStore;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One look after another, on the test's thread and in the test's time. */
class ScanTest {

  private static final int FILES = 200;

  @TempDir Path base;
  private final AtomicLong nanos = new AtomicLong();
  private final List<Listing> told = new ArrayList<>();
  private final News news = new News();
  private Path deploy;
  private Scan scan;

  @BeforeEach
  void open() throws Exception {
    deploy = Files.createDirectory(base.resolve("deploy"));
    Path state = base.resolve("state");
    DeployDirectory.Settings settings =
        new DeployDirectory.Settings(
            deploy, state, false, Duration.ofSeconds(1), ArtifactLimits.DEFAULTS, nanos::get);
    ArtifactStore store = new ArtifactStore(state.resolve("artifacts"));
    LedgerKeeper ledger = LedgerKeeper.open(deploy, state);
    Examiner examiner = new Examiner(store, ArtifactLimits.DEFAULTS, 17, Admission.EVERYTHING);
    Scan.Work atOnce =
        (name, look, quiet) ->
            news.found(
                new News.Finding(name, look, examiner.examine(deploy.resolve(name), look, quiet)));
    scan = new Scan(settings, Patience.DEFAULTS, store, ledger, news, atOnce, told::add);
  }

  @Test
  void look_atWhatHasNotChanged_costsHardlyMoreThanSeeingIt() throws Exception {
    dropMany();
    lookForSeconds(10);
    assertThat(told).last().matches(listing -> listing.accepted().size() == FILES);

    allocated(scan::look);
    long seeing = allocated(() -> Sight.of(deploy, Sight.NOTHING).files().size());

    assertThat(allocated(scan::look)).isLessThan(seeing * 5 / 4);
  }

  @Test
  void look_afterManyAtWhatHasNotChanged_stillSeesEachChange() throws Exception {
    dropMany();
    lookForSeconds(10);

    Files.writeString(deploy.resolve("app-7.yaml"), "num_replicas: 3\n");
    lookForSeconds(2);
    assertThat(told.get(told.size() - 1).accepted())
        .filteredOn(accepted -> accepted.spec().name().equals("app-7"))
        .allMatch(accepted -> accepted.spec().deployments().get(0).options().numReplicas() == 3);

    lookForSeconds(5);
    Files.delete(deploy.resolve("app-3.jar"));
    lookForSeconds(3);
    assertThat(told.get(told.size() - 1).deleted()).containsExactly("app-3.jar");
  }

  private void dropMany() throws Exception {
    for (int i = 0; i < FILES; i++) {
      greeter("app-" + i, "1.0", "hello").writeTo(deploy.resolve("app-" + i + ".jar"));
    }
  }

  private void lookForSeconds(int seconds) {
    for (int tenths = 0; tenths < seconds * 10; tenths++) {
      scan.look();
      nanos.addAndGet(Duration.ofMillis(100).toNanos());
    }
  }

  private static long allocated(LongSupplier work) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    assertThat(work.getAsLong()).isPositive();
    return threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
  }
}
