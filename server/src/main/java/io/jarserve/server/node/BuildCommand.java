package io.jarserve.server.node;

import io.jarserve.server.artifact.jar.JarCheck;
import io.jarserve.server.artifact.jar.RefusedException;
import io.jarserve.server.cli.ExitCode;
import io.jarserve.server.files.Trouble;
import io.jarserve.server.json.Variables;
import io.jarserve.server.json.Yaml;
import io.jarserve.server.model.DeploymentSpec;
import io.jarserve.server.model.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code jarserve build}. Looks into JARs as the server would, and asks nobody. */
@Command(
    name = "build",
    description = {
      "Checks plugin JARs and makes a config file with their applications, deployments, and the"
          + " options that their authors set."
    },
    sortOptions = false,
    exitCodeListHeading = ExitCode.HEADING,
    exitCodeList = {
      "0:Made.",
      "1:A JAR cannot be served; the message says why.",
      "2:The command line is wrong, or a file cannot be read or written."
    })
public final class BuildCommand implements Callable<Integer> {

  @Parameters(arity = "1..*", paramLabel = "JAR", description = "Plugin JARs.")
  private List<Path> jars = new ArrayList<>();

  @Option(
      names = "--to",
      paramLabel = "<file>",
      description = "Config file to write; else it goes to the output. One that is there stays.")
  private @Nullable Path to;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Map<String, Path> seen = new HashMap<>();
    Map<String, String> paths = new HashMap<>();
    List<Map<String, Object>> applications = new ArrayList<>();
    for (Path jar : jars) {
      try {
        JarCheck.Facts facts = JarCheck.check(jar, Runtime.version().feature());
        Path other = seen.putIfAbsent(facts.application(), jar);
        if (other != null) {
          return refused(
              ExitCode.NOT_WELL,
              jar + " and " + other + " are both application '" + facts.application() + "'");
        }
        applications.add(application(jar, facts));
        warnOfSharedPaths(facts, paths);
      } catch (RefusedException refused) {
        return refused(ExitCode.NOT_WELL, jar + " is refused: " + refused.reason());
      } catch (IOException unreadable) {
        return refused(ExitCode.USAGE, jar + " cannot be read (" + Trouble.of(unreadable) + ")");
      }
    }
    return write(Yaml.write(Map.of("applications", applications)));
  }

  /** A file in which two are reached at one path is refused as a whole when it is deployed. */
  private void warnOfSharedPaths(JarCheck.Facts facts, Map<String, String> paths) {
    for (DeploymentSpec deployment : facts.deployments()) {
      String name = facts.application() + "#" + deployment.name();
      String other =
          deployment
              .options()
              .routePrefix()
              .map(path -> paths.putIfAbsent(path, name))
              .orElse(null);
      if (other != null) {
        warn(other + " and " + name + " have one route_prefix; give each its own in the file");
      }
    }
  }

  private void warn(String message) {
    spec.commandLine().getErr().println("jarserve build: warning: " + message);
  }

  private int write(String yaml) {
    if (to == null) {
      spec.commandLine().getOut().print(yaml);
      spec.commandLine().getOut().flush();
      return ExitCode.OK;
    }
    if (Files.exists(to)) {
      return refused(ExitCode.USAGE, to + " is there already; name another, or delete it");
    }
    try {
      Files.writeString(to, yaml);
      return ExitCode.OK;
    } catch (IOException unwritable) {
      return refused(ExitCode.USAGE, to + " cannot be written (" + Trouble.of(unwritable) + ")");
    }
  }

  private Map<String, Object> application(Path jar, JarCheck.Facts facts) {
    Map<String, Object> application = new LinkedHashMap<>();
    application.put("name", facts.application());
    application.put("import_path", Variables.literal(fromFile(jar)));
    application.put(
        "deployments", facts.deployments().stream().map(BuildCommand::deployment).toList());
    return application;
  }

  /** As it is named from the directory of the file that is written. */
  private String fromFile(Path jar) {
    Path absolute = jar.toAbsolutePath().normalize();
    Path here = Path.of("").toAbsolutePath();
    Path base = Optional.ofNullable(to).map(here::resolve).map(Path::getParent).orElse(here);
    return absolute.startsWith(base.normalize())
        ? base.normalize().relativize(absolute).toString()
        : absolute.toString();
  }

  private static Map<String, Object> deployment(DeploymentSpec deployment) {
    Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("name", deployment.name());
    Map<String, Object> standard = Options.defaults().toYaml();
    deployment
        .options()
        .toYaml()
        .forEach(
            (name, value) -> {
              if (!value.equals(standard.get(name))) {
                plain.put(name, Variables.literal(value));
              }
            });
    return plain;
  }

  private int refused(int exitCode, String message) {
    spec.commandLine().getErr().println("jarserve build: " + message);
    return exitCode;
  }
}
