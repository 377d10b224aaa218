package io.jarserve.server.node;

import io.jarserve.server.config.ServerConfig;
import io.jarserve.server.files.Trouble;
import io.jarserve.server.model.InstanceStatus.HttpOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a running server leaves in its state directory for whoever looks: where it listens, and then
 * its process id. They are there while it is up, and stay behind when it is killed.
 */
final class RunningFiles implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(RunningFiles.class);

  private static final String ADMIN = "admin";

  private final Path stateDir;
  private final List<String> addresses;

  private RunningFiles(Path stateDir, List<String> addresses) {
    this.stateDir = stateDir;
    this.addresses = addresses;
  }

  /** Where nothing can be written, the server is up all the same. */
  static RunningFiles write(ServerConfig settings, int httpPort, int adminPort) {
    List<String> addresses =
        List.of(
            "serving    "
                + new HttpOptions(settings.httpHost(), httpPort, settings.httpTls()).url(),
            ADMIN
                + "      "
                + new HttpOptions(settings.adminHost(), adminPort, settings.adminTls()).url());
    write(settings.stateDir(), addresses);
    return new RunningFiles(settings.stateDir(), addresses);
  }

  private static void write(Path stateDir, List<String> addresses) {
    try {
      Files.write(addressFile(stateDir), addresses);
      Files.writeString(pidFile(stateDir), ProcessHandle.current().pid() + "\n");
    } catch (IOException e) {
      log.warn(
          "{} cannot be written ({}): the server is up, and whoever looks there does not see it; make room there, or make it writable",
          pidFile(stateDir),
          Trouble.of(e));
    }
  }

  private static Path pidFile(Path stateDir) {
    return stateDir.resolve("jarserve.pid");
  }

  static Path addressFile(Path stateDir) {
    return stateDir.resolve("jarserve.addresses");
  }

  /**
   * Where the admin port of the server is that is up.
   *
   * @throws IOException when none is
   */
  static String adminAddress(Path stateDir) throws IOException {
    return Files.readAllLines(addressFile(stateDir)).stream()
        .filter(line -> line.startsWith(ADMIN))
        .map(line -> line.substring(ADMIN.length()).strip())
        .findFirst()
        .orElseThrow(() -> new IOException(addressFile(stateDir) + " names no admin port"));
  }

  /** For people, one line each. */
  List<String> addresses() {
    return addresses;
  }

  /** The process that says that it is up, while it runs. */
  static Optional<ProcessHandle> running(Path stateDir) {
    try {
      return ProcessHandle.of(Long.parseLong(Files.readString(pidFile(stateDir)).strip()));
    } catch (IOException | NumberFormatException none) {
      return Optional.empty();
    }
  }

  /** Whether that process says that it is up. */
  static boolean isUp(Path stateDir, long pid) throws IOException {
    try {
      return Files.readString(pidFile(stateDir)).strip().equals(Long.toString(pid));
    } catch (NoSuchFileException notYet) {
      return false;
    }
  }

  /** Leaves alone what a successor has written meanwhile. */
  @Override
  public void close() {
    try {
      if (isUp(stateDir, ProcessHandle.current().pid())) {
        Files.deleteIfExists(pidFile(stateDir));
        Files.deleteIfExists(addressFile(stateDir));
      }
    } catch (IOException kept) {
      log.warn("cannot remove {}: {}", pidFile(stateDir), Trouble.of(kept));
    }
  }
}
