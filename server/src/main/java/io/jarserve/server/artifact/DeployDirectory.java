package io.jarserve.server.artifact;

import io.jarserve.server.artifact.WatchedFile.Patience;
import io.jarserve.server.artifact.jar.ArtifactLimits;
import io.jarserve.server.artifact.jar.RefusedException;
import io.jarserve.server.artifact.store.ArtifactException;
import io.jarserve.server.artifact.store.ArtifactStore;
import io.jarserve.server.files.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The deploy directory: looks at it again and again, and tells the whole truth about it whenever
 * that changed.
 *
 * <p>One thread looks and decides; a few others look into files, so that a big or a bad one delays
 * nobody but itself. What is decided, and from what, is the business of {@link Scan}, which that
 * one thread owns; this class holds the threads.
 *
 * <p>What survives a crash: the ledger in the directory, and the artifacts in the store. All else
 * is seen again.
 */
public final class DeployDirectory implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(DeployDirectory.class);
  private static final int LOOKERS = 4;
  private static final long LOOK_AGAIN = TimeUnit.SECONDS.toNanos(1);
  private static final long BETWEEN_LOOKS = TimeUnit.MILLISECONDS.toNanos(20);

  /** How long what is being looked at or copied may take to its end, when all is to stop. */
  private static final long LAST_LOOK_MILLIS = 2000;

  private final Settings settings;
  private final Examiner examiner;
  private final Scan scan;
  private final News news = new News();
  private final DirectoryWatch watch;
  private final Semaphore wake = new Semaphore(0);
  private final ThreadPoolExecutor lookers;
  private final Thread scanner;
  private volatile boolean closed;

  /**
   * How to treat the directory.
   *
   * @param directory the deploy directory
   * @param stateDir where is remembered what must outlive the directory
   * @param allowWorldWritable whether a directory will do that everybody may write to
   * @param scanInterval from one look to the next while nothing changes
   * @param limits of each JAR
   * @param nanoTime a clock that only goes forward
   */
  public record Settings(
      Path directory,
      Path stateDir,
      boolean allowWorldWritable,
      Duration scanInterval,
      ArtifactLimits limits,
      LongSupplier nanoTime) {

    /** What holds when the operator says nothing. */
    public static Settings of(Path directory, Path stateDir) {
      Duration second = Duration.ofSeconds(1);
      return new Settings(
          directory, stateDir, false, second, ArtifactLimits.DEFAULTS, System::nanoTime);
    }
  }

  /**
   * Not started yet. Makes the directory where it is missing for the first time.
   *
   * @param consumer is called on the scanner's thread, and must not take long
   * @throws ArtifactException when the directory cannot be used; says why and what to do
   */
  public DeployDirectory(Settings settings, ArtifactStore store, Consumer<Listing> consumer)
      throws ArtifactException {
    this(settings, Patience.DEFAULTS, Admission.EVERYTHING, store, consumer);
  }

  /**
   * As before, for files that settle sooner or later than usual, or that not all may be served.
   *
   * @param settle how long a file must stay the same before it is looked into
   * @param admission which JARs may be served
   */
  public DeployDirectory(
      Settings settings,
      Duration settle,
      Admission admission,
      ArtifactStore store,
      Consumer<Listing> consumer)
      throws ArtifactException {
    this(settings, Patience.DEFAULTS.settling(settle), admission, store, consumer);
  }

  DeployDirectory(
      Settings settings, Patience patience, ArtifactStore store, Consumer<Listing> consumer)
      throws ArtifactException {
    this(settings, patience, Admission.EVERYTHING, store, consumer);
  }

  private DeployDirectory(
      Settings settings,
      Patience patience,
      Admission admission,
      ArtifactStore store,
      Consumer<Listing> consumer)
      throws ArtifactException {
    this.settings = settings;
    LedgerKeeper ledger = LedgerKeeper.open(settings.directory(), settings.stateDir());
    checkDirectory(settings, ledger.knowsDirectory());
    this.examiner = new Examiner(store, settings.limits(), Runtime.version().feature(), admission);
    this.scan = new Scan(settings, patience, store, ledger, news, this::lookInto, consumer);
    this.watch = new DirectoryWatch(settings.directory(), wake::release);
    this.lookers =
        new ThreadPoolExecutor(
            LOOKERS,
            LOOKERS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> daemon(task, "jarserve-deploy-look"));
    this.lookers.allowCoreThreadTimeOut(true);
    this.scanner = daemon(this::run, "jarserve-deploy-scan");
  }

  /** Begins to look. The first listing comes when every file that is there was looked into. */
  public void start() {
    watch.start();
    scanner.start();
  }

  /** These deletions are dealt with, and need not be told again. From any thread. */
  public void forget(Set<String> files) {
    news.forget(files);
    wake.release();
  }

  /** Which files do not serve, and why: all of them, each time. From any thread. */
  public void mark(Map<String, String> reasonByFile) {
    news.mark(reasonByFile);
    wake.release();
  }

  /**
   * Stops looking. What lies in the directory stays as it is. What is being written is written to
   * its end, unless a disk takes too long over it.
   */
  @Override
  public void close() {
    closed = true;
    watch.close();
    lookers.getQueue().clear();
    lookers.shutdown();
    wake.release();
    try {
      awaitEnd();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitEnd() throws InterruptedException {
    scanner.join(LAST_LOOK_MILLIS);
    boolean done = lookers.awaitTermination(LAST_LOOK_MILLIS, TimeUnit.MILLISECONDS);
    if (!done || scanner.isAlive()) {
      lookers.shutdownNow();
      scanner.interrupt();
      scanner.join(LAST_LOOK_MILLIS);
    }
  }

  private void run() {
    try {
      while (!closed) {
        long wait = look();
        TimeUnit.NANOSECONDS.sleep(Math.min(wait, BETWEEN_LOOKS));
        if (wake.tryAcquire(wait, TimeUnit.NANOSECONDS)) {
          wake.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      log.debug("no longer looking at {}", settings.directory());
    }
  }

  private long look() {
    try {
      long wait = scan.look();
      watch.follow(scan.directoryKey());
      return wait;
    } catch (RuntimeException | Error e) {
      lookFailed(e);
      return LOOK_AGAIN;
    }
  }

  /** Looking never ends by itself: without it nothing that is dropped would be seen any more. */
  private void lookFailed(Throwable cause) {
    try {
      log.error("a look at {} failed; the next follows", settings.directory(), cause);
      scan.failed(cause);
    } catch (RuntimeException | Error e) {
      // not even that could be said, as when memory is short; the next failure is
    }
  }

  private void lookInto(String name, Look look, boolean quiet) {
    try {
      lookers.execute(
          () -> {
            Verdict verdict = examiner.examine(settings.directory().resolve(name), look, quiet);
            news.found(new News.Finding(name, look, verdict));
            wake.release();
          });
    } catch (RejectedExecutionException e) {
      log.debug("{} is not looked into: closing", name);
    } catch (OutOfMemoryError e) {
      news.found(new News.Finding(name, look, Verdict.Refused.of(noThread(e))));
    }
  }

  private static RefusedException noThread(OutOfMemoryError e) {
    return RefusedException.trouble(
        "no thread can be had to look into it: %s; it is tried again".formatted(e.getMessage()));
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  private static void checkDirectory(Settings settings, boolean known) throws ArtifactException {
    Path directory = settings.directory();
    try {
      if (Files.exists(directory) && !Files.isDirectory(directory)) {
        throw new ArtifactException(
            "the deploy directory %s is a file; choose another with --deploy-dir"
                .formatted(directory),
            null);
      }
      if (!known) {
        Files.createDirectories(directory);
      }
      checkPermissions(settings);
    } catch (IOException e) {
      throw new ArtifactException(
          "the deploy directory %s cannot be used: %s; make it readable for this user, or choose another with --deploy-dir"
              .formatted(directory, Trouble.of(e)),
          e);
    }
  }

  private static void checkPermissions(Settings settings) throws IOException, ArtifactException {
    Path directory = settings.directory();
    boolean open = Files.isDirectory(directory) && isWritableForAll(directory);
    if (open && !settings.allowWorldWritable()) {
      throw new ArtifactException(
          "everybody may write to the deploy directory %s, and so run code in this server; take that right away (chmod o-w %s), or set allow_insecure_deploy_dir"
              .formatted(directory, directory),
          null);
    }
  }

  /** What is mounted read-only nobody can write to, whatever its permissions, as ConfigMaps. */
  private static boolean isWritableForAll(Path directory) throws IOException {
    return directory.getFileSystem().supportedFileAttributeViews().contains("posix")
        && Files.getPosixFilePermissions(directory).contains(PosixFilePermission.OTHERS_WRITE)
        && !Files.getFileStore(directory).isReadOnly();
  }
}
