package io.jarserve.server.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.model.OptionKey.Form;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The reference of options says what the code does. */
class OptionsPageTest {

  @Test
  void options_all_areInTheTable() throws Exception {
    String page = Files.readString(Path.of("..", "docs", "options.md"));
    for (OptionKey key : OptionKey.values()) {
      assertThat(page).as("docs/options.md").contains("\n" + row(key));
    }
  }

  @Test
  void options_insideOthers_areInTheTable() throws Exception {
    String page = Files.readString(Path.of("..", "docs", "options.md"));
    for (OptionKey key : OptionKey.values()) {
      if (key.form() instanceof Form.Group group) {
        group
            .fields()
            .forEach((name, form) -> assertThat(page).contains("\n" + row(key, name, form)));
      }
    }
  }

  private static String row(OptionKey key, String field, Form form) {
    Map<?, ?> standard = (Map<?, ?>) Options.defaults().toYaml().get(key.yamlName());
    return "| `%s.%s` | `%s.%s` | `%s` | %s |"
        .formatted(
            key.yamlName(),
            field,
            key.annotationName(),
            OptionKey.annotationName(field),
            standard.get(field),
            values(form));
  }

  private static String row(OptionKey key) {
    boolean inAnnotation = key != OptionKey.USER_CONFIG;
    return "| `%s` | %s | %s | %s | %s |"
        .formatted(
            key.yamlName(),
            inAnnotation ? "`" + key.annotationName() + "`" : "",
            standard(key),
            values(key.form()),
            key.change() == OptionKey.Change.IN_PLACE ? "in place" : "rolls");
  }

  private static String standard(OptionKey key) {
    Object value =
        key.form() instanceof Form.Group ? "" : Options.defaults().toYaml().get(key.yamlName());
    return value == null || value.toString().isEmpty() ? "" : "`" + value + "`";
  }

  private static String values(Form form) {
    if (form instanceof Form.Whole whole) {
      return whole.most() == Long.MAX_VALUE
          ? whole.least() + " or more"
          : whole.least() + " to " + whole.most();
    } else if (form instanceof Form.Time time) {
      return seconds(time.least()) + " to " + seconds(time.most()) + " seconds";
    } else if (form instanceof Form.OneOf oneOf) {
      return "`" + String.join("`, `", oneOf.words()) + "`";
    } else if (form instanceof Form.Flag) {
      return "`true`, `false`";
    } else if (form instanceof Form.SomeOf someOf) {
      return "a list of `" + String.join("`, `", someOf.words()) + "`";
    } else if (form instanceof Form.Names) {
      return "a list of names";
    }
    return form instanceof Form.Prefix ? "a path" : "a map";
  }

  private static String seconds(Duration duration) {
    BigDecimal seconds = BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros();
    return seconds.toPlainString();
  }
}
