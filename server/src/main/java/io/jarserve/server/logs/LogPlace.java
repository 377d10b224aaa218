package io.jarserve.server.logs;

import java.nio.file.Path;

/**
 * Which file a line belongs in.
 *
 * @param application empty for files of the server
 * @param name of the deployment, or of the file of the server
 */
record LogPlace(String application, String name) {

  /** What belongs to no deployment. */
  static final LogPlace SERVER = new LogPlace("", "server");

  /** The requests of the public port. */
  static final LogPlace ACCESS = new LogPlace("", "access");

  private static final String APPLICATIONS = "applications";
  static final String SUFFIX = ".log";

  static LogPlace of(LogMark mark) {
    return new LogPlace(mark.application(), mark.deployment());
  }

  static Path applications(Path directory) {
    return directory.resolve(APPLICATIONS);
  }

  boolean belongsToServer() {
    return application.isEmpty();
  }

  /** Below the directory of all logs. */
  Path in(Path directory) {
    Path parent = belongsToServer() ? directory : applications(directory).resolve(application);
    return parent.resolve(name + SUFFIX);
  }
}
