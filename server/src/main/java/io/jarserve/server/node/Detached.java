package io.jarserve.server.node;

import io.jarserve.server.cli.ExitCode;
import io.jarserve.server.config.ConfigKey;
import io.jarserve.server.config.ServerConfig;
import io.jarserve.server.files.Trouble;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A server as a process of its own that a program starts and that outlives it: what {@code jarserve
 * start --detach} does. Stateless; any thread.
 */
public final class Detached {

  /** Property that says where the stores with heavy dependencies are. */
  private static final String STORES = "jarserve.stores";

  /** What plugins leave behind is found in these packages. */
  private static final List<String> OPENED =
      List.of("java.lang", "java.util", "java.util.concurrent");

  /** What is of no use to a process that is in the background already. */
  private static final Set<ConfigKey> NOT_GIVEN = Set.of(ConfigKey.DETACH, ConfigKey.WITH_SAMPLES);

  private Detached() {}

  /**
   * Starts one, on this program's class path, and waits until it is up.
   *
   * @return where its admin port is
   * @throws StartException when it cannot start; tells the end of its log
   */
  public static String start(ServerConfig options) throws StartException {
    StringWriter told = new StringWriter();
    try (PrintWriter out = new PrintWriter(told)) {
      Background background = new Background(options, out);
      if (background.start(javaOptions(), arguments(options), Detached::isGiven) != ExitCode.OK) {
        throw new StartException(told.toString().strip(), null);
      }
      return RunningFiles.adminAddress(options.stateDir());
    } catch (IOException fault) {
      throw new StartException(
          "cannot start a server in the background (%s); make %s writable"
              .formatted(Trouble.of(fault), options.stateDir()),
          fault);
    }
  }

  /** Not those of this program, which may not be for two. */
  private static List<String> javaOptions() {
    List<String> options = new ArrayList<>();
    OPENED.forEach(name -> options.add("--add-opens=java.base/" + name + "=ALL-UNNAMED"));
    Optional.ofNullable(System.getProperty(STORES))
        .ifPresent(stores -> options.add("-D" + STORES + "=" + stores));
    return options;
  }

  /** Variables of Jarserve are for commands; a token among them is not for what plugins can see. */
  private static boolean isGiven(String variable) {
    return !variable.startsWith("JARSERVE_");
  }

  /** All of them, so that no variable and no file has a say. */
  private static List<String> arguments(ServerConfig options) {
    List<String> arguments = new ArrayList<>(List.of("start"));
    for (ConfigKey key : ConfigKey.values()) {
      if (!NOT_GIVEN.contains(key)) {
        arguments.add(key.flag() + "=" + options.written(key));
      }
    }
    return arguments;
  }
}
