package io.jarserve.server.cli;

import java.util.regex.Pattern;

/** Colours for the words that people look for, where a terminal shows them. Stateless. */
final class Colours {

  private static final Pattern WELL = Pattern.compile("\\b(RUNNING|HEALTHY|COMPLETED|ok)\\b");
  private static final Pattern UNDER_WAY =
      Pattern.compile(
          "\\b(NOT_STARTED|DEPLOYING|DELETING|UPDATING|UPSCALING|DOWNSCALING|STARTING|STOPPING"
              + "|ROLLED_BACK|warning)\\b");
  private static final Pattern WRONG =
      Pattern.compile(
          "\\b(DEPLOY_FAILED|UNHEALTHY|UPDATE_FAILED|REPLICA_FAILED|CHANGE_REFUSED|FAILED|BLOCKED"
              + "|failed)\\b");

  private Colours() {}

  /** The line with its words in colours. */
  static String painted(String line) {
    String well = WELL.matcher(line).replaceAll("\u001b[32m$1\u001b[0m");
    String underWay = UNDER_WAY.matcher(well).replaceAll("\u001b[33m$1\u001b[0m");
    return WRONG.matcher(underWay).replaceAll("\u001b[31m$1\u001b[0m");
  }
}
