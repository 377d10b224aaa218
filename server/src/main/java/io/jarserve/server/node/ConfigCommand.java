package io.jarserve.server.node;

import io.jarserve.server.cli.ExitCode;
import io.jarserve.server.config.ApplicationConfig;
import io.jarserve.server.config.ConfigException;
import io.jarserve.server.config.ConfigKey;
import io.jarserve.server.config.ConfigSchema;
import io.jarserve.server.config.EffectiveConfig;
import io.jarserve.server.json.Json;
import io.jarserve.server.json.Variables;
import io.jarserve.server.json.Yaml;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code jarserve config}. Reads what {@code start} would read, and starts nothing. */
@Command(
    name = "config",
    description = {
      "Shows the settings that 'jarserve start' with the same options would have, and where each"
          + " comes from."
    },
    sortOptions = false,
    abbreviateSynopsis = true,
    modelTransformer = KeyOptions.class,
    exitCodeListHeading = ExitCode.HEADING,
    exitCodeList = {"0:Shown.", "2:A setting is wrong; the message says which, where and why."})
public final class ConfigCommand implements Callable<Integer> {

  /** How it is written. */
  enum Format {
    table,
    json,
    yaml
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "<format>",
      defaultValue = "table",
      description = {
        "One of ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.",
        "yaml is a config file that says the same."
      })
  private Format output = Format.table;

  @Option(
      names = "--schema",
      description = "Shows the JSON Schema of config files instead, for editors.")
  private boolean schema;

  @Mixin private ConfigFiles config = new ConfigFiles();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try {
      if (schema) {
        out.println(Json.pretty(ConfigSchema.document()));
      } else {
        print(config.with(KeyOptions.given(spec)), out);
      }
      out.flush();
      return ExitCode.OK;
    } catch (ConfigException fault) {
      spec.commandLine().getErr().println("jarserve config: " + fault.getMessage());
      return ExitCode.USAGE;
    }
  }

  private void print(EffectiveConfig effective, PrintWriter out) {
    switch (output) {
      case table -> table(effective, out);
      case json -> out.println(Json.pretty(json(effective)));
      case yaml -> yaml(effective, out);
    }
  }

  private static void table(EffectiveConfig effective, PrintWriter out) {
    int keys = width(ConfigKey.values(), ConfigKey::yamlName);
    int values = width(ConfigKey.values(), key -> effective.plain(key).toString());
    String line = "%-" + keys + "s  %-" + values + "s  %s%n";
    for (ConfigKey key : ConfigKey.values()) {
      out.printf(Locale.ROOT, line, key.yamlName(), effective.plain(key), effective.origin(key));
    }
    for (ApplicationConfig application : effective.applications()) {
      out.printf(
          "application %s  %s  %s%n",
          application.name(), application.importPath(), application.origin());
    }
  }

  private static int width(ConfigKey[] keys, Function<ConfigKey, String> text) {
    return Arrays.stream(keys).map(text).mapToInt(String::length).max().orElse(0);
  }

  private static Map<String, Object> json(EffectiveConfig effective) {
    Map<String, Object> settings = new LinkedHashMap<>();
    for (ConfigKey key : ConfigKey.values()) {
      Map<String, Object> setting = new LinkedHashMap<>();
      setting.put("value", effective.plain(key));
      setting.put("origin", effective.origin(key).where());
      settings.put(key.yamlName(), setting);
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("settings", settings);
    all.put("applications", applications(effective));
    return all;
  }

  private static void yaml(EffectiveConfig effective, PrintWriter out) {
    for (ConfigKey key : ConfigKey.values()) {
      Object value = Variables.literal(effective.plain(key));
      String setting = Yaml.write(Map.of(key.yamlName(), value)).stripTrailing();
      out.printf("%s  # %s%n", setting, effective.origin(key));
    }
    if (!effective.applications().isEmpty()) {
      out.print(Yaml.write(Map.of("applications", Variables.literal(applications(effective)))));
    }
  }

  private static List<Map<String, Object>> applications(EffectiveConfig effective) {
    return effective.applications().stream().map(ApplicationConfig::plain).toList();
  }
}
