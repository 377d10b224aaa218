package io.jarserve.server.artifact;

import io.jarserve.server.artifact.jar.RefusedException;
import io.jarserve.server.fuzz.InnerNames;
import io.jarserve.server.model.DeploymentSpec;
import io.jarserve.server.model.OptionKey;
import io.jarserve.server.model.Options;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Any text as an options file of an application: options, or an error that names the file. */
public final class OptionsFuzz {

  private static final String FILE = "shop.yaml";
  private static final List<DeploymentSpec> AUTHORED =
      List.of(
          new DeploymentSpec("Cart", "shop.Cart", Options.defaults()),
          new DeploymentSpec("Stock", "shop.Stock", Options.defaults()));

  private OptionsFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    try {
      for (DeploymentSpec merged : OptionsFile.parse(FILE, text).over(AUTHORED)) {
        check(merged.options().equals(again(merged.options())), merged.toString());
      }
    } catch (RefusedException refused) {
      check(refused.reason().startsWith(FILE), refused.reason());
      InnerNames.check(refused.reason(), text);
    }
  }

  /** The words that are worth trying. */
  public static List<String> words() {
    List<String> words = new ArrayList<>();
    Arrays.stream(OptionKey.values()).map(key -> key.yamlName() + ": ").forEach(words::add);
    Arrays.stream(OptionKey.values())
        .map(OptionKey::form)
        .filter(OptionKey.Form.Group.class::isInstance)
        .forEach(form -> words.addAll(((OptionKey.Form.Group) form).fields().keySet()));
    words.addAll(List.of("deployments:\n", "- name: ", "Cart", "Stock", "\n  ", "1e-9", "-0.0"));
    return words;
  }

  /** As they come back from the status, a checkpoint or {@code jarserve build}. */
  private static Options again(Options options) {
    Options again = Options.defaults();
    for (OptionKey key : OptionKey.values()) {
      Object value = options.toYaml().get(key.yamlName());
      again = value == null ? again : again.with(key, value);
    }
    return again;
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
