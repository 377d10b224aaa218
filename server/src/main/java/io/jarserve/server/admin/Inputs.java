package io.jarserve.server.admin;

import io.jarserve.server.json.NearestName;
import io.jarserve.server.openapi.Endpoint;
import io.jarserve.server.openapi.Endpoint.Form;
import io.jarserve.server.openapi.Endpoint.Input;
import io.jarserve.server.openapi.Endpoint.Place;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Holds query and headers of a request to what its endpoint declares. Stateless. */
final class Inputs {

  private static final Pattern TIME = Pattern.compile("([0-9]{1,6})(ms|s|m)?");
  private static final Pattern WHOLE = Pattern.compile("[0-9]{1,18}");
  private static final Pattern TEXT = Pattern.compile("\\P{Cntrl}{0,500}");

  private Inputs() {}

  /**
   * The query parameters by name.
   *
   * @param sent all values by name
   * @throws Refused when one is unknown, is there twice, is missing, or does not fit
   */
  static Map<String, String> query(Endpoint endpoint, Map<String, List<String>> sent) {
    List<Input> declared = endpoint.inputs(Place.QUERY);
    List<String> names = declared.stream().map(Input::name).toList();
    sent.forEach((name, values) -> checkKnown(name, values, names));
    return read(
        declared,
        "query parameter",
        name -> Optional.ofNullable(sent.get(name)).map(v -> v.get(0)));
  }

  /** Holds the open segments of a path to their form. */
  static void checkPath(Endpoint endpoint, Map<String, String> segments) {
    read(
        endpoint.inputs(Place.PATH),
        "path parameter",
        name -> Optional.ofNullable(segments.get(name)));
  }

  /** The headers by name, as they are declared. */
  static Map<String, String> headers(Endpoint endpoint, Function<String, Optional<String>> sent) {
    return read(endpoint.inputs(Place.HEADER), "header", sent);
  }

  private static Map<String, String> read(
      List<Input> declared, String kind, Function<String, Optional<String>> sent) {
    Map<String, String> values = new LinkedHashMap<>();
    for (Input input : declared) {
      Optional<String> value = sent.apply(input.name());
      if (value.isPresent()) {
        checkForm(kind, input, value.get());
        values.put(input.name(), value.get());
      } else if (input.required()) {
        throw Refused.badRequest(
            "%s '%s' is missing: %s".formatted(kind, input.name(), input.description()),
            input.name());
      }
    }
    return values;
  }

  private static void checkKnown(String name, List<String> values, List<String> known) {
    if (!known.contains(name)) {
      throw Refused.badRequest(
          "there is no query parameter '%s' here%s".formatted(name, offered(name, known)), name);
    }
    if (values.size() > 1) {
      throw Refused.badRequest(
          "query parameter '%s' is there %s times; give it once".formatted(name, values.size()),
          name);
    }
  }

  private static String offered(String name, List<String> known) {
    if (known.isEmpty()) {
      return "; leave it out";
    }
    return NearestName.of(name, known)
        .map("; did you mean '%s'?"::formatted)
        .orElse("; there are " + String.join(", ", known));
  }

  private static void checkForm(String kind, Input input, String value) {
    if (!fits(input.form(), value)) {
      throw Refused.badRequest(
          "%s '%s' is '%s' but must be %s"
              .formatted(kind, input.name(), value, expected(input.form())),
          input.name());
    }
  }

  private static boolean fits(Form form, String value) {
    return switch (form) {
      case TEXT -> TEXT.matcher(value).matches();
      case FLAG -> value.equals("true") || value.equals("false");
      case WHOLE -> WHOLE.matcher(value).matches();
      case TIME -> TIME.matcher(value).matches();
    };
  }

  private static String expected(Form form) {
    return switch (form) {
      case TEXT -> "text without control letters, at most 500 letters";
      case FLAG -> "true or false";
      case WHOLE -> "a whole number, at least 0";
      case TIME -> "a time such as 30s, 500ms or 2m";
    };
  }

  /** A checked time. */
  static Duration duration(String text) {
    Matcher parts = TIME.matcher(text);
    if (!parts.matches()) {
      throw new IllegalStateException("not checked: '" + text + "'");
    }
    long number = Long.parseLong(parts.group(1));
    String unit = parts.group(2) == null ? "s" : parts.group(2);
    return switch (unit) {
      case "ms" -> Duration.ofMillis(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofSeconds(number);
    };
  }
}
