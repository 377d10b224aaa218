package io.jarserve.distribution;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The directories of one server, on free ports, and where it listens.
 *
 * @param deployDir that nobody else may write to
 */
record Served(Path deployDir, Path stateDir) {

  static Served below(Path directory) throws IOException {
    Path deployDir = Files.createDirectories(directory.resolve("deploy"));
    Files.setPosixFilePermissions(deployDir, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new Served(deployDir, directory.resolve("state"));
  }

  /** A shell whose server uses these directories. */
  Shell shell(Path workingDirectory) {
    return new Shell(workingDirectory)
        .with("JARSERVE_DEPLOY_DIR", deployDir)
        .with("JARSERVE_STATE_DIR", stateDir)
        .with("JARSERVE_HTTP_PORT", 0)
        .with("JARSERVE_ADMIN_PORT", 0)
        .with("XDG_CACHE_HOME", deployDir.resolveSibling("cache"));
  }

  boolean isUp() {
    return Files.exists(pidFile());
  }

  Path pidFile() {
    return stateDir.resolve("jarserve.pid");
  }

  String http() throws IOException {
    return address(0);
  }

  String admin() throws IOException {
    return address(1);
  }

  private String address(int line) throws IOException {
    return Files.readAllLines(stateDir.resolve("jarserve.addresses"))
        .get(line)
        .replaceFirst("^\\w+ +", "");
  }

  String get(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(http() + path)).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }
}
