package io.jarserve.server.node;

import io.jarserve.server.checkpoint.BoundedStore;
import io.jarserve.server.checkpoint.CheckpointException;
import io.jarserve.server.checkpoint.CheckpointPath;
import io.jarserve.server.checkpoint.Inspection;
import io.jarserve.server.cli.ExitCode;
import io.jarserve.server.config.ConfigException;
import io.jarserve.server.config.ConfigKey;
import io.jarserve.server.config.ServerConfig;
import io.jarserve.server.files.LockFile;
import java.io.PrintWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Which place a command looks at: that of a server with the same options, file and environment. */
final class CheckpointPlace {

  @Mixin private StatePlace server = new StatePlace();

  @Option(
      names = "--checkpoint-path",
      paramLabel = "<url>",
      description = "Where the server keeps its states and artifacts.")
  private @Nullable String checkpointPath;

  /** What a command does there. */
  interface Work {
    int with(Inspection inspection, ServerConfig settings, PrintWriter out)
        throws CheckpointException;
  }

  /** The place, for people. */
  static String name(ServerConfig settings) {
    return isStateDir(settings) ? settings.stateDir().toString() : settings.checkpointPath();
  }

  /** Does something there that disturbs no server. */
  int with(CommandSpec command, Work work) {
    try {
      return opened(command, settings(), work);
    } catch (ConfigException | CheckpointException fault) {
      return refused(command, fault);
    }
  }

  /** Does something there that no server may notice: none may have the state directory. */
  int alone(CommandSpec command, Work work) {
    try {
      ServerConfig settings = settings();
      if (!isStateDir(settings)) {
        return opened(command, settings, work);
      }
      LockFile lock = StateLock.take(settings.stateDir());
      try {
        return opened(command, settings, work);
      } finally {
        lock.close();
      }
    } catch (ConfigException | CheckpointException | StartException fault) {
      return refused(command, fault);
    }
  }

  private static int opened(CommandSpec command, ServerConfig settings, Work work)
      throws CheckpointException {
    try (BoundedStore store =
        isStateDir(settings)
            ? CheckpointPath.ofStateDirInUse(settings.stateDir())
            : CheckpointPath.opened(settings.checkpointPath())) {
      PrintWriter out = command.commandLine().getOut();
      int code = work.with(new Inspection(store), settings, out);
      out.flush();
      return code;
    }
  }

  private ServerConfig settings() {
    Map<ConfigKey, String> flags =
        checkpointPath == null ? Map.of() : Map.of(ConfigKey.CHECKPOINT_PATH, checkpointPath);
    return server.settings(flags);
  }

  private static boolean isStateDir(ServerConfig settings) {
    return settings.checkpointPath().equals(CheckpointPath.STATE_DIR);
  }

  private static int refused(CommandSpec command, Exception fault) {
    command.commandLine().getErr().println("jarserve checkpoint: " + fault.getMessage());
    return ExitCode.USAGE;
  }
}
