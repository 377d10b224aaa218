package io.jarserve.server.node;

import io.jarserve.server.cli.AdminException;
import io.jarserve.server.cli.Applications;
import io.jarserve.server.cli.Artifact;
import io.jarserve.server.cli.ChangingCommand;
import io.jarserve.server.cli.ExitCode;
import io.jarserve.server.cli.Screen;
import io.jarserve.server.cli.Uploads;
import io.jarserve.server.config.ApplicationConfig;
import io.jarserve.server.config.ConfigException;
import io.jarserve.server.model.change.ChangeView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jarserve deploy}. */
@Command(
    name = "deploy",
    description = {
      "Deploys plugin JARs, or all applications of config files, and waits until they serve.",
      "Of a JAR: with the options of its author and those of --set. Of config files: all their"
          + " applications or none; the same again changes and restarts nothing. With --dry-run the"
          + " JARs are brought to the server too, which forgets them within an hour."
    },
    sortOptions = false,
    exitCodeListHeading = ExitCode.HEADING,
    exitCodeList = {
      "0:All of it is RUNNING.",
      "1:It is refused, fails, or is not up in time; the message says why.",
      "2:The command line, a JAR or a config file is wrong.",
      ExitCode.NO_SERVER
    })
public final class DeployCommand extends ChangingCommand {

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "JARs, or config files with a section 'applications' (.yaml), of which a later"
              + " one wins.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--set",
      paramLabel = "<option>=<value>",
      description =
          "Of a JAR: an option for all its deployments, such as num_replicas=4, or for one:"
              + " Main.num_replicas=4. May be given again.")
  private List<String> options = new ArrayList<>();

  @Option(
      names = "--owner",
      paramLabel = "<name>",
      defaultValue = "default",
      description = "Of config files: whose list it is; default ${DEFAULT-VALUE}.")
  private String owner = "default";

  @Option(
      names = "--prune",
      description = "Of config files: deletes the applications of this owner that are not in them.")
  private boolean prune;

  @Override
  protected ChangeView change(Applications applications, Screen screen) throws AdminException {
    checkFiles();
    long configs = files.stream().filter(DeployCommand::isConfig).count();
    if (configs == 0) {
      checkForJars();
      return jars(applications, screen);
    } else if (configs < files.size()) {
      throw AdminException.unusable(
          "JARs and config files are deployed by themselves; run the command once for each kind");
    } else if (!options.isEmpty()) {
      throw AdminException.unusable("--set goes with JARs; write options into the config file");
    }
    return list(applications, screen);
  }

  private void checkFiles() throws AdminException {
    for (Path file : files) {
      if (!Files.exists(file)) {
        throw AdminException.unusable(file + " does not exist; name a JAR or a config file");
      } else if (Files.isDirectory(file)) {
        throw AdminException.unusable(file + " is a directory; name the JARs in it");
      }
    }
  }

  private static boolean isConfig(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".yaml") || name.endsWith(".yml");
  }

  private void checkForJars() throws AdminException {
    if (prune || !owner.equals("default")) {
      throw AdminException.unusable("--prune and --owner go with config files, not with JARs");
    }
  }

  private ChangeView jars(Applications applications, Screen screen) throws AdminException {
    Map<String, Object> set = SetOptions.parse(options);
    Map<String, Path> jars = byApplication();
    Uploads uploads = new Uploads(applications, screen);
    Map<String, Map<String, Object>> all = new LinkedHashMap<>();
    for (Map.Entry<String, Path> one : jars.entrySet()) {
      Map<String, Object> wanted = new LinkedHashMap<>(set);
      wanted.put("digest", uploads.bring(one.getKey(), one.getValue()).hex());
      all.put(one.getKey(), wanted);
    }
    return applications.each(all.entrySet(), (to, one) -> to.put(one.getKey(), one.getValue()));
  }

  private Map<String, Path> byApplication() throws AdminException {
    Map<String, Path> jars = new LinkedHashMap<>();
    for (Path jar : files) {
      String name = Artifact.application(jar);
      Path other = jars.putIfAbsent(name, jar);
      if (other != null && !other.equals(jar)) {
        throw AdminException.unusable(
            jar + " and " + other + " are both application '" + name + "'; name one of them");
      }
    }
    return jars;
  }

  private ChangeView list(Applications applications, Screen screen) throws AdminException {
    List<ApplicationConfig> listed = listed();
    Uploads uploads = new Uploads(applications, screen);
    List<Map<String, Object>> wanted = new ArrayList<>();
    for (ApplicationConfig one : listed) {
      checkName(one);
    }
    for (ApplicationConfig one : listed) {
      Map<String, Object> application = new LinkedHashMap<>(one.plain());
      application.remove("import_path");
      application.put("digest", uploads.bring(one.name(), one.importPath()).hex());
      wanted.add(application);
    }
    return applications.putAll(wanted, owner, prune);
  }

  private static void checkName(ApplicationConfig one) throws AdminException {
    String name = Artifact.application(one.importPath());
    if (!name.equals(one.name())) {
      throw AdminException.unusable(
          "%s: %s is application '%s' by its Plugin-Id and not '%s'; correct the name or the import_path"
              .formatted(one.origin().where(), one.importPath(), name, one.name()));
    }
  }

  /** A list of none is a list too, but rather a slip when it would not even delete. */
  private List<ApplicationConfig> listed() throws AdminException {
    try {
      List<ApplicationConfig> listed = Settings.load(files, Map.of()).applications();
      if (listed.isEmpty() && !prune) {
        throw AdminException.unusable(
            "there are no 'applications' in %s; 'jarserve build' makes a file from JARs"
                .formatted(files));
      }
      return listed;
    } catch (ConfigException wrong) {
      throw AdminException.unusable(String.valueOf(wrong.getMessage()));
    }
  }
}
