package io.jarserve.server.node;

import io.jarserve.server.cli.Terminal;
import io.jarserve.server.config.ConfigKey;
import io.jarserve.server.config.EffectiveConfig;
import io.jarserve.server.config.ServerConfig;
import io.jarserve.server.logs.Logging;

/**
 * What a server that is a process of its own writes to its console. A program that embeds one keeps
 * its console to itself.
 */
final class ConsoleLog {

  private ConsoleLog() {}

  /** Before the first line that matters. What is not asked for stays as logback.xml has it. */
  static void prepare(EffectiveConfig settings) {
    if (settings.isGiven(ConfigKey.LOG_LEVEL)) {
      Logging.level(settings.server().logLevel());
    }
    Logging.colour(Terminal.hasColours());
    if (settings.server().jsonConsole()) {
      Logging.jsonConsole(Marks::current);
    }
  }

  /** Nobody could turn over what a server in the background writes to its console. */
  static void restInBackground(ServerConfig settings) {
    if (Background.isThisProcess() && settings.logFiles()) {
      Logging.quietConsole();
    }
  }
}
