package io.jarserve.server.artifact;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hints that it may pay to look at the directory at once. Never more than that: remote writes,
 * mounts and overflowing queues go unnoticed here, and polling finds them. Its own thread waits for
 * events; {@link #follow} is called by the scanner's.
 */
final class DirectoryWatch implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(DirectoryWatch.class);

  private final Path directory;
  private final Runnable hint;
  private final @Nullable WatchService service;
  private @Nullable WatchKey key;
  private Optional<Object> followed = Optional.empty();

  DirectoryWatch(Path directory, Runnable hint) {
    this.directory = directory;
    this.hint = hint;
    this.service = open(directory);
  }

  private static @Nullable WatchService open(Path directory) {
    try {
      return directory.getFileSystem().newWatchService();
    } catch (IOException | UnsupportedOperationException e) {
      log.info(
          "changes of {} are not told by the system ({}); it is polled all the same",
          directory,
          e.toString());
      return null;
    }
  }

  void start() {
    if (service != null) {
      Thread thread = new Thread(() -> run(service), "jarserve-deploy-watch");
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** Watches the directory that has the name just now; it may be another than before. */
  void follow(Optional<Object> directoryKey) {
    boolean watched = key != null && key.isValid() && directoryKey.equals(followed);
    if (service == null || watched || directoryKey.isEmpty()) {
      return;
    }
    try {
      if (key != null) {
        key.cancel();
      }
      key = directory.register(service, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE);
      followed = directoryKey;
    } catch (IOException | ClosedWatchServiceException e) {
      log.debug("{} cannot be watched and is polled: {}", directory, e.toString());
    }
  }

  private void run(WatchService events) {
    try {
      while (true) {
        WatchKey signalled = events.take();
        if (signalled.pollEvents().stream().anyMatch(DirectoryWatch::concernsUs)) {
          hint.run();
        }
        signalled.reset();
      }
    } catch (InterruptedException | ClosedWatchServiceException e) {
      log.debug("no longer watching {}", directory);
    }
  }

  /** Not what we write ourselves; but links to directories, which are what ConfigMaps swap. */
  private static boolean concernsUs(WatchEvent<?> event) {
    return !(event.context() instanceof Path name)
        || Sight.isWatched(name.toString())
        || name.toString().startsWith("..");
  }

  @Override
  public void close() {
    if (service != null) {
      try {
        service.close();
      } catch (IOException e) {
        log.debug("the watch on {} was not closed: {}", directory, e.toString());
      }
    }
  }
}
