package io.jarserve.server.node;

import io.jarserve.server.config.ConfigKey;
import java.util.EnumMap;
import java.util.Map;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Adds an option to a command for every {@link ConfigKey}, and reads them. */
public final class KeyOptions implements IModelTransformer {

  @Override
  public CommandSpec transform(CommandSpec spec) {
    for (ConfigKey key : ConfigKey.values()) {
      spec.addOption(option(key));
    }
    return spec;
  }

  /** What was given, as written. */
  static Map<ConfigKey, String> given(CommandSpec spec) {
    Map<ConfigKey, String> flags = new EnumMap<>(ConfigKey.class);
    for (ConfigKey key : ConfigKey.values()) {
      String text = spec.commandLine().getParseResult().matchedOptionValue(key.flag(), null);
      if (text != null) {
        flags.put(key, text);
      }
    }
    return flags;
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
    boolean off = key.standard().equals("false") || key.standard().equals("none");
    return key.about() + (off ? "" : " Default: " + key.standard() + ".");
  }

  private static String label(ConfigKey.Form form) {
    if (form instanceof ConfigKey.Form.Directory) {
      return "<directory>";
    } else if (form instanceof ConfigKey.Form.Location) {
      return "<url>";
    } else if (form instanceof ConfigKey.Form.Name) {
      return "<name>";
    } else if (form instanceof ConfigKey.Form.File) {
      return "<file>";
    } else if (form instanceof ConfigKey.Form.Host) {
      return "<host>";
    } else if (form instanceof ConfigKey.Form.OneOf oneOf) {
      return String.join("|", oneOf.words());
    }
    return form instanceof ConfigKey.Form.Time ? "<seconds>" : "<number>";
  }
}
