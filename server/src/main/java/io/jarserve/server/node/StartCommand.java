package io.jarserve.server.node;

import io.jarserve.server.cli.ExitCode;
import io.jarserve.server.config.ConfigException;
import io.jarserve.server.config.ConfigKey;
import io.jarserve.server.config.ServerConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
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
    modelTransformer = StartCommand.OneOptionPerKey.class,
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
      description = "Config file in YAML. Also JARSERVE_CONFIG.")
  private @Nullable Path config;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    try {
      ServerConfig settings = Settings.of(config, given());
      if (settings.withSamples()) {
        copySamples(settings);
      }
      return settings.detach() && !Background.isThisProcess()
          ? new Background(settings, out()).start(arguments())
          : serve(settings);
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

  private Map<ConfigKey, String> given() {
    Map<ConfigKey, String> flags = new EnumMap<>(ConfigKey.class);
    for (ConfigKey key : ConfigKey.values()) {
      String text = spec.commandLine().getParseResult().matchedOptionValue(key.flag(), null);
      if (text != null) {
        flags.put(key, text);
      }
    }
    return flags;
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

  private int serve(ServerConfig settings)
      throws IOException, StartException, InterruptedException {
    raiseCarriers();
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

  /** Adds an option for every {@link ConfigKey}. */
  static final class OneOptionPerKey implements IModelTransformer {
    @Override
    public CommandSpec transform(CommandSpec spec) {
      for (ConfigKey key : ConfigKey.values()) {
        spec.addOption(option(key));
      }
      return spec;
    }

    private static OptionSpec option(ConfigKey key) {
      boolean flag = key.form() instanceof ConfigKey.Form.Flag;
      OptionSpec.Builder option =
          OptionSpec.builder(key.flag()).type(String.class).description(about(key));
      return flag
          ? option.arity("0..1").fallbackValue("true").paramLabel("true|false").build()
          : option.arity("1").paramLabel(label(key.form())).build();
    }

    private static String about(ConfigKey key) {
      boolean off = key.standard().equals("false");
      return key.about() + (off ? "" : " Default: " + key.standard() + ".");
    }

    private static String label(ConfigKey.Form form) {
      if (form instanceof ConfigKey.Form.Directory) {
        return "<directory>";
      } else if (form instanceof ConfigKey.Form.Host) {
        return "<host>";
      }
      return form instanceof ConfigKey.Form.Time ? "<seconds>" : "<number>";
    }
  }
}
