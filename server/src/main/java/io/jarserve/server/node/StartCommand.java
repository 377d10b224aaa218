package io.jarserve.server.node;

import io.jarserve.server.cli.ExitCode;
import io.jarserve.server.config.ApplicationConfig;
import io.jarserve.server.config.ConfigException;
import io.jarserve.server.config.EffectiveConfig;
import io.jarserve.server.config.ServerConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:The server was stopped as asked; with --detach: it is up.",
      "1:It failed unexpectedly, or with --detach: it is not up yet.",
      "2:It could not start; the message says what to do."
    })
public final class StartCommand implements Callable<Integer> {

  /** Directory of the sample JARs. */
  private static final String SAMPLES = "jarserve.samples";

  /** Process id of who started this one and does not want to be outlived by it. */
  private static final String PARENT = "jarserve.parent";

  private static final String CARRIERS = "jdk.virtualThreadScheduler.parallelism";
  private static final int LEAST_CARRIERS = 8;
  private static final int CARRIERS_LET_GO = 24;

  @Option(
      names = "--config",
      paramLabel = "<file>",
      description = "Config file in YAML; a later one wins. Also JARSERVE_CONFIG.")
  private List<Path> config = new ArrayList<>();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    try {
      EffectiveConfig effective = Settings.load(config, KeyOptions.given(spec));
      ServerConfig settings = effective.server();
      refuseApplications(effective);
      if (settings.withSamples()) {
        copySamples(settings);
      }
      return settings.detach() && !Background.isThisProcess()
          ? new Background(settings, out()).start(arguments())
          : serve(effective);
    } catch (ConfigException | StartException fault) {
      return refused(String.valueOf(fault.getMessage()));
    } catch (IOException fault) {
      return refused("cannot write to the state directory (" + fault + "); make it writable");
    }
  }

  private int refused(String message) {
    spec.commandLine().getErr().println("jarserve start: " + message);
    return ExitCode.USAGE;
  }

  /** Better refused than passed over. */
  private static void refuseApplications(EffectiveConfig effective) {
    if (!effective.applications().isEmpty()) {
      ApplicationConfig one = effective.applications().get(0);
      throw new ConfigException(
          "%s: 'start' does not deploy the applications of config files; copy %s to %s with its options in %s.yaml beside it, and leave the section out"
              .formatted(
                  one.origin(), one.importPath(), effective.server().deployDir(), one.name()));
    }
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
              + failed
              + "); make "
              + settings.deployDir()
              + " writable, or start without");
    }
  }

  private int serve(EffectiveConfig effective)
      throws IOException, StartException, InterruptedException {
    raiseCarriers();
    ConsoleLog.prepare(effective);
    ServerConfig settings = effective.server();
    try (ServeNode node = ServeNode.start(settings)) {
      if (node.isClosing()) {
        node.awaitClose();
      } else {
        announceUntilClosed(settings, node);
      }
    }
    return ExitCode.OK;
  }

  private void announceUntilClosed(ServerConfig settings, ServeNode node)
      throws IOException, InterruptedException {
    try (RunningFiles files = RunningFiles.write(settings, node.httpPort(), node.adminPort())) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(files, node), "jarserve-signal"));
      Optional.ofNullable(Long.getLong(PARENT)).ifPresent(pid -> endWith(pid, node));
      files.addresses().forEach(out()::println);
      out().println("watching   " + settings.deployDir());
      out().flush();
      ConsoleLog.restInBackground(settings);
      node.awaitClose();
    }
  }

  /**
   * Before Java 24 a virtual thread keeps its carrier while it waits inside {@code synchronized},
   * as old drivers do: with as few carriers as processors, a few such waits would stall everybody.
   * Read by Java when the first virtual thread starts.
   */
  private static void raiseCarriers() {
    if (Runtime.version().feature() < CARRIERS_LET_GO) {
      int carriers = Math.max(LEAST_CARRIERS, Runtime.getRuntime().availableProcessors());
      System.getProperties().putIfAbsent(CARRIERS, Integer.toString(carriers));
    }
  }

  /** Also when the other process is gone already. */
  private static void endWith(long pid, ServeNode node) {
    CompletableFuture<ProcessHandle> end =
        ProcessHandle.of(pid)
            .map(ProcessHandle::onExit)
            .orElseGet(() -> CompletableFuture.completedFuture(ProcessHandle.current()));
    CompletableFuture<Void> unused = end.thenRunAsync(node::close);
  }

  /** On a signal: waits for the end also where another thread has begun to stop. */
  private static void stop(RunningFiles files, ServeNode node) {
    files.close();
    node.close();
    try {
      node.awaitClose();
    } catch (InterruptedException notNow) {
      Thread.currentThread().interrupt();
    }
  }

  private List<String> arguments() {
    return spec.root().commandLine().getParseResult().originalArgs();
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
