package io.jarserve.server.node;

import io.jarserve.server.cli.AdminException;
import io.jarserve.server.json.Json;
import io.jarserve.server.json.JsonException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Options of deployments as people give them on a command line: {@code num_replicas=4}, or {@code
 * Main.num_replicas=4} for one deployment. Values are JSON, or else texts. Which options there are
 * is the server's to say. Stateless.
 */
final class SetOptions {

  private SetOptions() {}

  /** As the body of a deployment has them. */
  static Map<String, Object> parse(List<String> given) throws AdminException {
    Map<String, Object> body = new LinkedHashMap<>();
    Map<String, Map<String, Object>> singles = new LinkedHashMap<>();
    for (String one : given) {
      int equals = one.indexOf('=');
      if (equals < 1) {
        throw AdminException.unusable(
            "--set is '%s' but must look like num_replicas=4 or Main.num_replicas=4"
                .formatted(one));
      }
      String name = one.substring(0, equals);
      int dot = name.indexOf('.');
      Map<String, Object> place =
          dot < 1
              ? body
              : singles.computeIfAbsent(name.substring(0, dot), SetOptions::ofDeployment);
      place.put(name.substring(dot + 1), value(one.substring(equals + 1)));
    }
    if (!singles.isEmpty()) {
      body.put("deployments", new ArrayList<>(singles.values()));
    }
    return body;
  }

  private static Map<String, Object> ofDeployment(String name) {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("name", name);
    return options;
  }

  private static Object value(String text) {
    try {
      return Json.read(text.getBytes(StandardCharsets.UTF_8), Object.class);
    } catch (JsonException plain) {
      return text;
    }
  }
}
