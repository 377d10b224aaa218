package io.jarserve.server.node;

import io.jarserve.server.artifact.jar.JarCheck;
import io.jarserve.server.artifact.jar.RefusedException;
import io.jarserve.server.cli.ExitCode;
import io.jarserve.server.config.ConfigException;
import io.jarserve.server.config.ConfigKey;
import io.jarserve.server.config.EffectiveConfig;
import io.jarserve.server.files.Tree;
import io.jarserve.server.files.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code jarserve run}: a server in this process that leaves nothing behind. */
@Command(
    name = "run",
    description = {
      "Serves the given JARs until Ctrl-C, in directories of its own that go with it.",
      "It takes the other options of 'start'."
    },
    sortOptions = false,
    abbreviateSynopsis = true,
    modelTransformer = KeyOptions.class,
    exitCodeListHeading = ExitCode.HEADING,
    exitCodeList = {
      "0:The server was stopped as asked.",
      "2:A JAR cannot be served, or the server could not start; the message says why."
    })
public final class RunCommand implements Callable<Integer> {

  private static final List<ConfigKey> OWN =
      List.of(ConfigKey.DEPLOY_DIR, ConfigKey.STATE_DIR, ConfigKey.DETACH, ConfigKey.WITH_SAMPLES);

  @Parameters(arity = "1..*", paramLabel = "JAR", description = "Plugin JARs.")
  private List<Path> jars = new ArrayList<>();

  @Mixin private ConfigFiles config = new ConfigFiles();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    try {
      Map<ConfigKey, String> flags = flags();
      Map<String, Path> applications = checked();
      Path home = Files.createTempDirectory("jarserve-run-");
      try {
        return serve(home, flags, applications);
      } finally {
        remove(home);
      }
    } catch (ConfigException | StartException fault) {
      return refused(String.valueOf(fault.getMessage()));
    } catch (IOException fault) {
      return refused("cannot read a JAR or write a temporary file (" + Trouble.of(fault) + ")");
    }
  }

  private Map<ConfigKey, String> flags() {
    Map<ConfigKey, String> flags = KeyOptions.given(spec);
    for (ConfigKey key : OWN) {
      if (flags.containsKey(key)) {
        throw new ConfigException(
            key.flag() + " is not for 'run', which has directories of its own; use 'start'");
      }
    }
    return flags;
  }

  private Map<String, Path> checked() throws IOException {
    Map<String, Path> applications = new LinkedHashMap<>();
    for (Path jar : jars) {
      String name = name(jar);
      Path other = applications.put(name, jar);
      if (other != null) {
        throw new ConfigException(
            jar + " and " + other + " are both application '" + name + "'; name one of them");
      }
    }
    return applications;
  }

  private static String name(Path jar) throws IOException {
    try {
      return JarCheck.check(jar, Runtime.version().feature()).application();
    } catch (RefusedException bad) {
      throw new ConfigException(jar + " cannot be served: " + bad.reason());
    }
  }

  private int serve(Path home, Map<ConfigKey, String> flags, Map<String, Path> applications)
      throws IOException, StartException, InterruptedException {
    Path deployDir = Files.createDirectory(home.resolve("deploy-dir"));
    for (Map.Entry<String, Path> one : applications.entrySet()) {
      Files.copy(one.getValue(), deployDir.resolve(one.getKey() + ".jar"));
    }
    flags.put(ConfigKey.DEPLOY_DIR, deployDir.toString());
    flags.put(ConfigKey.STATE_DIR, home.resolve("state").toString());
    flags.put(ConfigKey.DETACH, "false");
    flags.put(ConfigKey.WITH_SAMPLES, "false");
    EffectiveConfig effective = config.with(flags);
    return new Foreground(effective, spec.commandLine().getOut()).serve(() -> remove(home));
  }

  /** May be called twice, and at the same time. */
  private static synchronized void remove(Path home) {
    try {
      Tree.delete(home);
    } catch (IOException left) {
      // the operating system tidies up temporary files
    }
  }

  private int refused(String message) {
    spec.commandLine().getErr().println("jarserve run: " + message);
    return ExitCode.USAGE;
  }
}
