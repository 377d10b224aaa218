package io.jarserve.server.openapi;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A template in the form that OpenAPI has for it, which knows no rest of a path.
 *
 * @param text with the names of the parameters
 * @param shape without them
 * @param names of the parameters in order
 */
record OpenApiPath(String text, String shape, List<String> names) {

  private static final Pattern OPEN = Pattern.compile("\\{([^}.]+)(\\.\\.\\.)?}");

  static OpenApiPath of(String template) {
    List<String> names = OPEN.matcher(template).results().map(OpenApiPath::name).toList();
    String text = OPEN.matcher(template).replaceAll("{$1}");
    return new OpenApiPath(text, OPEN.matcher(template).replaceAll("{}"), names);
  }

  private static String name(MatchResult open) {
    return open.group(1);
  }
}
