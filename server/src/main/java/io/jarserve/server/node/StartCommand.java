package io.jarserve.server.node;

import io.jarserve.server.cli.ExitCode;
import io.jarserve.server.config.ConfigException;
import io.jarserve.server.config.EffectiveConfig;
import io.jarserve.server.config.ServerConfig;
import io.jarserve.server.files.Trouble;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code jarserve start}: a server in this process, or with {@code --detach} in another that
 * outlives it.
 */
@Command(
    name = "start",
    description = {
      "Starts the server and serves until it is stopped: by Ctrl-C, SIGTERM or 'jarserve shutdown'.",
      "Every option but --config is also a key of the config file (--http-port: http_port) and a"
          + " variable in the environment (JARSERVE_HTTP_PORT). Options win over variables, variables"
          + " over the file."
    },
    sortOptions = false,
    abbreviateSynopsis = true,
    modelTransformer = KeyOptions.class,
    exitCodeListHeading = ExitCode.HEADING,
    exitCodeList = {
      "0:The server was stopped as asked; with --detach: it is up.",
      "1:It failed unexpectedly, or with --detach: it is not up yet.",
      "2:It could not start; the message says what to do."
    })
public final class StartCommand implements Callable<Integer> {

  /** Directory of the sample JARs. */
  private static final String SAMPLES = "jarserve.samples";

  @Mixin private ConfigFiles config = new ConfigFiles();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    try {
      EffectiveConfig effective = config.with(KeyOptions.given(spec));
      ServerConfig settings = effective.server();
      if (settings.withSamples()) {
        copySamples(settings);
      }
      return settings.detach() && !Background.isThisProcess()
          ? new Background(settings, out()).start(arguments())
          : new Foreground(effective, out()).serve(() -> {});
    } catch (ConfigException | StartException fault) {
      return refused(String.valueOf(fault.getMessage()));
    } catch (IOException fault) {
      return refused(
          "cannot write to the state directory (" + Trouble.of(fault) + "); make it writable");
    }
  }

  private int refused(String message) {
    spec.commandLine().getErr().println("jarserve start: " + message);
    return ExitCode.USAGE;
  }

  private void copySamples(ServerConfig settings) {
    Path samples =
        Settings.property(SAMPLES)
            .orElseThrow(
                () ->
                    new ConfigException(
                        "--with-samples: this installation has no samples; start it with the"
                            + " jarserve script of a distribution"));
    try {
      new Samples(samples).copyTo(settings.deployDir()).forEach(out()::println);
    } catch (IOException failed) {
      throw new ConfigException(
          "--with-samples: cannot copy to the deploy directory ("
              + Trouble.of(failed)
              + "); make "
              + settings.deployDir()
              + " writable, or start without");
    }
  }

  private List<String> arguments() {
    return spec.root().commandLine().getParseResult().originalArgs();
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
