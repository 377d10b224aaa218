package io.jarserve.server.node;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Properties;

/** Which Jarserve this is. */
public final class Version {

  private static final String FILE = "version.properties";

  private Version() {}

  /** As in the name of the distribution, such as {@code 1.0.0}. */
  public static String current() {
    Properties properties = new Properties();
    try (InputStream in = Version.class.getResourceAsStream(FILE)) {
      properties.load(Objects.requireNonNull(in, FILE));
    } catch (IOException unreadable) {
      throw new IllegalStateException("cannot read " + FILE + " of this JAR", unreadable);
    }
    return properties.getProperty("version");
  }
}
