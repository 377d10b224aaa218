package io.jarserve.server.node;

import io.jarserve.server.artifact.DirectoryClaim;
import io.jarserve.server.checkpoint.CheckpointException;
import io.jarserve.server.checkpoint.CheckpointPath;
import io.jarserve.server.config.ServerConfig;
import io.jarserve.server.files.Trouble;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a server with certain settings would meet on this machine. Looks, and leaves nothing behind
 * but directories that a start would make too. Used by one thread.
 */
final class Surroundings {

  private static final long LEAST_BYTES = 100L * 1024 * 1024;
  private static final long ENOUGH_BYTES = 1024L * 1024 * 1024;
  private static final Duration CLOCK_SLACK = Duration.ofSeconds(5);
  private static final int VIRTUAL_THREADS = 21;

  private final ServerConfig settings;
  private final Instant now;
  private final Optional<ProcessHandle> server;

  Surroundings(ServerConfig settings, Instant now) {
    this.settings = settings;
    this.now = now;
    this.server = RunningFiles.running(settings.stateDir());
  }

  /** Everything, in the order in which a start would meet it. */
  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    findings.add(java());
    findings.add(directory("state_dir", settings.stateDir()));
    findings.add(disk());
    findings.add(clock());
    findings.add(deployDirectory());
    findings.add(checkpoint());
    findings.addAll(CertificateFindings.of(settings, now));
    findings.add(port("http_port", settings.httpHost(), settings.httpPort()));
    findings.add(port("admin_port", settings.adminHost(), settings.adminPort()));
    return findings;
  }

  private static Finding java() {
    String found = Runtime.version() + " in " + System.getProperty("java.home");
    return Runtime.version().feature() < VIRTUAL_THREADS
        ? Finding.warning(
            "java", found, "Java 21 or newer serves many waiting requests with fewer threads")
        : Finding.ok("java", found);
  }

  private Finding deployDirectory() {
    Path directory = settings.deployDir();
    Finding finding = directory("deploy_dir", directory);
    if (finding.level() != Finding.Level.ok) {
      return finding;
    } else if (isOpenToAll(directory) && !settings.allowInsecureDeployDir()) {
      return Finding.failed(
          finding.subject(),
          "everybody may write to it, and so run code in the server",
          "chmod o-w " + directory + ", or set allow_insecure_deploy_dir");
    }
    return DirectoryClaim.otherHolder(directory, settings.stateDir())
        .map(
            other ->
                Finding.failed(
                    finding.subject(),
                    "is in use by " + other,
                    "stop that server, or choose another deploy_dir"))
        .orElse(finding);
  }

  private static boolean isOpenToAll(Path directory) {
    try {
      return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
          && Files.getPosixFilePermissions(directory).contains(PosixFilePermission.OTHERS_WRITE);
    } catch (IOException gone) {
      return false;
    }
  }

  private static Finding directory(String key, Path directory) {
    String subject = key + " " + directory;
    try {
      Files.createDirectories(directory);
      try (Stream<Path> content = Files.list(directory)) {
        var unused = content.findFirst();
      }
      Files.delete(Files.createTempFile(directory, ".doctor", ".tmp"));
      return Finding.ok(subject, "can be read and written");
    } catch (IOException fault) {
      return Finding.failed(
          subject,
          "cannot be read and written (" + Trouble.of(fault) + ")",
          "give this user the right to, or choose another " + key);
    }
  }

  private Finding disk() {
    String subject = "disk of " + settings.stateDir();
    try {
      long free = Files.getFileStore(settings.stateDir()).getUsableSpace();
      String found = free / (1024 * 1024) + " MB are free";
      String remedy = "make room; artifacts, states and logs are written there";
      if (free < LEAST_BYTES) {
        return Finding.failed(subject, found, remedy);
      }
      return free < ENOUGH_BYTES
          ? Finding.warning(subject, found, remedy)
          : Finding.ok(subject, found);
    } catch (IOException unknown) {
      return Finding.failed(
          subject,
          "cannot be looked at (" + Trouble.of(unknown) + ")",
          "see the finding about the directory");
    }
  }

  /** A clock that goes back makes new things older than old ones. */
  private Finding clock() {
    Optional<Instant> newest = newest(settings.stateDir());
    if (newest.isPresent() && newest.get().isAfter(now.plus(CLOCK_SLACK))) {
      return Finding.failed(
          "clock",
          "it says %s, but the state directory was written to at %s".formatted(now, newest.get()),
          "set the clock, and have it kept by NTP");
    }
    return Finding.ok("clock", now.toString());
  }

  private static Optional<Instant> newest(Path directory) {
    try (Stream<Path> files = Files.walk(directory, 2)) {
      return files.flatMap(file -> modified(file).stream()).max(Comparator.naturalOrder());
    } catch (IOException | UncheckedIOException unknown) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> modified(Path file) {
    try {
      return Optional.of(Files.getLastModifiedTime(file).toInstant());
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  private Finding checkpoint() {
    String path = settings.checkpointPath();
    if (path.equals(CheckpointPath.STATE_DIR)) {
      return Finding.ok("checkpoint_path", "in the state directory, and lost with this machine");
    }
    try {
      CheckpointPath.open(path).close();
      return Finding.ok(
          "checkpoint_path " + path, "can be read and written, and replaces nothing that is there");
    } catch (CheckpointException fault) {
      return Finding.failed(
          "checkpoint_path " + path,
          String.valueOf(fault.getMessage()),
          "make it reachable and writable, or choose another checkpoint_path");
    }
  }

  private Finding port(String key, String host, int port) {
    String subject = key + " " + port + " on " + host;
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
      return Finding.ok(subject, port == 0 ? "any free one is taken" : "is free");
    } catch (UnknownHostException unknown) {
      return Finding.failed(
          subject, "the host is unknown", "name an address of this machine instead");
    } catch (IOException taken) {
      return taken(subject, key, port, taken);
    }
  }

  private Finding taken(String subject, String key, int port, IOException cause) {
    Optional<ProcessHandle> owner = PortOwner.of(port);
    if (owner.isPresent() && owner.equals(server)) {
      return Finding.ok(
          subject, "the server of this state directory has it, process " + owner.get().pid());
    }
    String found =
        owner.map(Surroundings::described).orElse("cannot be taken (" + Trouble.of(cause) + ")");
    return Finding.failed(subject, found, "stop what has it, or choose another " + key);
  }

  private static String described(ProcessHandle process) {
    return "is taken by process %s, %s"
        .formatted(process.pid(), process.info().command().orElse("of an unknown program"));
  }
}
