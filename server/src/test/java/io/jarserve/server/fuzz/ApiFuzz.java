package io.jarserve.server.fuzz;

import io.jarserve.server.model.OptionKey;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Any requests to the admin API of a whole server: answered soon, without a 500, and without a look
 * inside. The form of the inputs is that of {@link FuzzedRequest}.
 */
public final class ApiFuzz {

  private static @Nullable FuzzedServer server;

  private ApiFuzz() {}

  public static void fuzzerInitialize() {
    server = FuzzedServer.start();
  }

  public static void fuzzerTestOneInput(byte[] input) {
    if (server != null) {
      server.play(input);
    }
  }

  public static void fuzzerTearDown() throws IOException {
    if (server != null) {
      server.close();
    }
  }

  /** A request for each operation of the published document, and the names in it. */
  static Material material() throws IOException {
    try (FuzzedServer asked = FuzzedServer.start()) {
      JsonObject document = new JsonObject(asked.document());
      Map<String, byte[]> seeds = new LinkedHashMap<>();
      List<String> words = new ArrayList<>(List.of("DIGEST", "\n=====\n", "\n\n", "greeter"));
      words.addAll(List.of("Greeter", "\"*\"", "If-Match: ", "true", "1ms", "%00", "..", "null"));
      Arrays.stream(OptionKey.values())
          .map(key -> '"' + key.yamlName() + "\":")
          .forEach(words::add);
      JsonObject paths = document.getJsonObject("paths");
      for (String path : paths.fieldNames()) {
        JsonObject methods = paths.getJsonObject(path);
        for (String method : methods.fieldNames()) {
          JsonObject operation = methods.getJsonObject(method);
          parameters(operation).forEach(p -> words.add(p.getString("name") + "="));
          String text = request(method.toUpperCase(Locale.ROOT), path, operation);
          seeds.put(operation.getString("operationId"), text.getBytes(StandardCharsets.UTF_8));
        }
      }
      return new Material(seeds, words.stream().distinct().toList());
    }
  }

  private static String request(String method, String path, JsonObject operation) {
    StringBuilder query = new StringBuilder();
    StringBuilder headers = new StringBuilder();
    for (JsonObject parameter : parameters(operation)) {
      String name = parameter.getString("name");
      switch (parameter.getString("in")) {
        case "query" ->
            query.append(query.isEmpty() ? '?' : '&').append(name + '=' + value(parameter));
        case "header" -> headers.append('\n').append(name).append(": \"x\"");
        default -> {}
      }
    }
    String target = path.replace("{name}", "greeter").replace("{deployment}", "Greeter");
    boolean body = operation.containsKey("requestBody");
    return method + ' ' + target + query + headers + (body ? "\n\n{\"digest\": \"DIGEST\"}" : "");
  }

  private static String value(JsonObject parameter) {
    return switch (parameter.getJsonObject("schema").getString("type", "")) {
      case "boolean" -> "true";
      case "integer" -> "1";
      default -> "1ms";
    };
  }

  private static List<JsonObject> parameters(JsonObject operation) {
    var list = operation.getJsonArray("parameters");
    return list == null ? List.of() : list.stream().map(JsonObject.class::cast).toList();
  }
}
