package io.jarserve.server.openapi;

import io.jarserve.server.json.CheckedJson;
import io.jarserve.server.json.JsonSchemas;
import io.jarserve.server.openapi.Endpoint.Content;
import io.jarserve.server.openapi.Endpoint.Input;
import io.jarserve.server.openapi.Endpoint.Outcome;
import io.jarserve.server.openapi.Endpoint.Place;
import io.jarserve.server.openapi.Endpoint.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Makes the OpenAPI 3.1 document of endpoints. For one document; used by one thread. */
public final class EndpointDocument {

  private static final String SCHEMAS = "#/components/schemas/";

  private final JsonSchemas schemas;
  private final Map<String, Object> drawn = new TreeMap<>();

  private EndpointDocument(CheckedJson json) {
    this.schemas = new JsonSchemas(json, SCHEMAS);
  }

  /**
   * Describes endpoints.
   *
   * @param info title, version and so on, as the format has them
   * @param json by which the classes of bodies are read and written
   * @return the document as plain maps and lists
   */
  public static Map<String, Object> of(
      Map<String, Object> info, List<Endpoint> endpoints, CheckedJson json) {
    return new EndpointDocument(json).document(info, endpoints);
  }

  private Map<String, Object> document(Map<String, Object> info, List<Endpoint> endpoints) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("openapi", "3.1.0");
    document.put("info", info);
    document.put("tags", tags(endpoints));
    document.put("paths", paths(endpoints));
    drawn.putAll(schemas.components());
    drawn.put(ProblemParts.SCHEMA, ProblemParts.schema());
    document.put(
        "components", Map.of("schemas", drawn, "responses", ProblemParts.responses(SCHEMAS)));
    return document;
  }

  private static List<Object> tags(List<Endpoint> endpoints) {
    return endpoints.stream()
        .map(Endpoint::group)
        .distinct()
        .<Object>map(group -> Map.of("name", group))
        .toList();
  }

  private Map<String, Map<String, Object>> paths(List<Endpoint> endpoints) {
    Map<String, Map<String, Object>> paths = new LinkedHashMap<>();
    for (Endpoint endpoint : endpoints) {
      paths
          .computeIfAbsent(endpoint.template(), first -> new LinkedHashMap<>())
          .put(endpoint.method().toLowerCase(Locale.ROOT), operation(endpoint));
    }
    return paths;
  }

  private Map<String, Object> operation(Endpoint endpoint) {
    Map<String, Object> operation = new LinkedHashMap<>();
    operation.put("operationId", endpoint.id());
    operation.put("tags", List.of(endpoint.group()));
    operation.put("summary", endpoint.summary());
    if (!endpoint.description().isEmpty()) {
      operation.put("description", endpoint.description());
    }
    operation.putAll(endpoint.extensions());
    List<Map<String, Object>> parameters =
        endpoint.inputs().stream().map(EndpointDocument::parameter).toList();
    if (!parameters.isEmpty()) {
      operation.put("parameters", parameters);
    }
    endpoint
        .body()
        .ifPresent(
            body -> operation.put("requestBody", Map.of("required", true, "content", media(body))));
    operation.put("responses", responses(endpoint));
    return operation;
  }

  private static Map<String, Object> parameter(Input input) {
    Map<String, Object> parameter = new LinkedHashMap<>();
    parameter.put("name", input.name());
    parameter.put("in", input.place().name().toLowerCase(Locale.ROOT));
    parameter.put("description", input.description());
    parameter.put("required", input.required() || input.place() == Place.PATH);
    parameter.put("schema", input.form().schema());
    return parameter;
  }

  private Map<String, Object> responses(Endpoint endpoint) {
    Map<String, Object> responses = new LinkedHashMap<>();
    endpoint.answers().forEach((status, outcome) -> responses.put("" + status, response(outcome)));
    if (!endpoint.inputs().isEmpty() || endpoint.body().isPresent()) {
      responses.put("400", ProblemParts.refused());
    }
    responses.put("default", ProblemParts.failed());
    return responses;
  }

  private Map<String, Object> response(Outcome outcome) {
    Map<String, Object> response = new LinkedHashMap<>();
    response.put("description", outcome.meaning());
    outcome.content().ifPresent(content -> response.put("content", media(content)));
    return response;
  }

  private Map<String, Object> media(Content content) {
    return Map.of(content.mediaType(), Map.of("schema", schema(content.shape())));
  }

  private Map<String, Object> schema(Shape shape) {
    if (shape instanceof Shape.Of of) {
      return schemas.of(of.type());
    } else if (shape instanceof Shape.Drawn own) {
      drawn.put(own.name(), own.schema());
      return Map.of("$ref", SCHEMAS + own.name());
    }
    return Map.of("type", "string", "format", "binary");
  }
}
