package io.jarserve.server.openapi;

import io.jarserve.api.Parameter;
import io.jarserve.api.Route;
import io.jarserve.server.json.JsonException;
import io.jarserve.server.json.JsonSchemas;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Describes routes, one at a time, for one document. Used by one thread. */
final class Operations {

  private static final Map<Integer, String> MEANINGS =
      Map.of(200, "OK", 201, "Created", 202, "Accepted", 204, "No content", 304, "Not modified");

  private final JsonSchemas schemas;
  private final Set<String> ids = new HashSet<>();

  Operations(JsonSchemas schemas) {
    this.schemas = schemas;
  }

  /**
   * @param path whose names its parameters go by
   */
  Map<String, Object> of(Route route, OpenApiPath path) {
    Map<String, Object> operation = new LinkedHashMap<>();
    operation.put("operationId", id(route));
    if (!route.summary().isEmpty()) {
      operation.put("summary", route.summary());
    }
    List<Object> parameters = parameters(route, path);
    if (!parameters.isEmpty()) {
      operation.put("parameters", parameters);
    }
    route.body().ifPresent(body -> operation.put("requestBody", requestBody(route, body)));
    operation.put("responses", responses(route));
    return operation;
  }

  /** Such as {@code getOrdersById}. */
  private String id(Route route) {
    StringBuilder id = new StringBuilder(route.method().toLowerCase(Locale.ROOT));
    for (String segment : route.template().split("/", -1)) {
      id.append(segment.startsWith("{") ? "By" : "");
      for (String word : segment.split("[^A-Za-z0-9]+", -1)) {
        if (!word.isEmpty()) {
          id.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
        }
      }
    }
    String unique = id.toString();
    for (int i = 2; !ids.add(unique); i++) {
      unique = id.toString() + i;
    }
    return unique;
  }

  private List<Object> parameters(Route route, OpenApiPath path) {
    List<Object> parameters = new ArrayList<>();
    List<String> open = route.openSegments();
    for (int i = 0; i < open.size(); i++) {
      String name = open.get(i);
      Optional<Parameter<?>> declared =
          route.parameters().stream()
              .filter(p -> p.place() == Parameter.Place.PATH && p.name().equals(name))
              .findFirst();
      String shown = path.names().get(i);
      parameters.add(declared.map(p -> parameter(shown, p)).orElseGet(() -> undeclared(shown)));
    }
    route.parameters().stream()
        .filter(p -> p.place() != Parameter.Place.PATH)
        .forEach(p -> parameters.add(parameter(p.name(), p)));
    return parameters;
  }

  private static Map<String, Object> undeclared(String name) {
    return Map.of("name", name, "in", "path", "required", true, "schema", Map.of("type", "string"));
  }

  private Map<String, Object> parameter(String name, Parameter<?> declared) {
    Map<String, Object> parameter = new LinkedHashMap<>();
    parameter.put("name", name);
    parameter.put("in", declared.place().name().toLowerCase(Locale.ROOT));
    String rule = declared.rule().map(text -> "must be " + text).orElse("");
    String description =
        declared.description() + (declared.description().isEmpty() || rule.isEmpty() ? "" : "; ");
    if (!(description + rule).isEmpty()) {
      parameter.put("description", description + rule);
    }
    parameter.put("required", declared.isRequired());
    parameter.put("schema", schema(declared));
    return parameter;
  }

  private Map<String, Object> schema(Parameter<?> declared) {
    Map<String, Object> one = new LinkedHashMap<>(one(declared.type()));
    if (declared.isList()) {
      return Map.of("type", "array", "items", one);
    }
    declared.fallback().ifPresent(value -> one.put("default", plain(value)));
    return one;
  }

  /** Parameters go by the names of the constants, whatever JSON calls them. */
  private Map<String, Object> one(Class<?> type) {
    if (type.isEnum()) {
      List<Object> words = Arrays.stream(type.getEnumConstants()).map(Operations::plain).toList();
      return Map.of("type", "string", "enum", words);
    }
    return schemas.of(type);
  }

  private static Object plain(Object value) {
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    return value instanceof Number || value instanceof Boolean ? value : value.toString();
  }

  private Map<String, Object> requestBody(Route route, Route.Body body) {
    Map<String, Object> content = new LinkedHashMap<>();
    body.type().ifPresent(type -> content.put("schema", schema(route, type)));
    return Map.of(
        "required", body.type().isPresent(), "content", Map.of(body.contentType(), content));
  }

  private Map<String, Object> responses(Route route) {
    Map<String, Object> responses = new LinkedHashMap<>();
    route
        .answers()
        .forEach((status, type) -> responses.put("" + status, answer(route, status, type)));
    if (route.answers().keySet().stream().noneMatch(status -> status < 300)) {
      responses.put("200", Map.of("description", "OK"));
    }
    if (!route.parameters().isEmpty() || route.body().isPresent()) {
      responses.putIfAbsent("400", ProblemParts.refused());
    }
    responses.put("default", ProblemParts.failed());
    return responses;
  }

  private Map<String, Object> answer(Route route, int status, Optional<Class<?>> type) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("description", MEANINGS.getOrDefault(status, "Status " + status));
    type.ifPresent(
        json ->
            answer.put(
                "content", Map.of("application/json", Map.of("schema", schema(route, json)))));
    return answer;
  }

  private Map<String, Object> schema(Route route, Class<?> type) {
    try {
      return schemas.of(type);
    } catch (JsonException cannot) {
      throw new IllegalArgumentException(
          "%s: no JSON can be made of %s: %s; take records of strings, numbers, booleans, enums, times, lists and maps"
              .formatted(route, type.getName(), cannot.getMessage()));
    }
  }
}
